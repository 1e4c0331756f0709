// What a checkout of Quartz 4 makes of names, tags, aliases and headings: its own functions and
// plugins, bundled as it bundles itself. Runs in the checkout's folder.
import { build } from "esbuild"
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative, resolve } from "node:path"

// First, as long as nobody else uses the standard input.
const { paths, tags, names, redirects, headings } = JSON.parse(readFileSync(0, "utf8"))

const ENTRY = `
export { slugifyFilePath, slugTag } from "./quartz/util/path"
export { FrontMatter } from "./quartz/plugins/transformers/frontmatter"
export { GitHubFlavoredMarkdown } from "./quartz/plugins/transformers/gfm"
export { ObsidianFlavoredMarkdown } from "./quartz/plugins/transformers/ofm"
export { AliasRedirects } from "./quartz/plugins/emitters/aliases"
export { unified } from "unified"
export { default as remarkRehype } from "remark-rehype"
`
// Style sheets and scripts of pages are none of our business.
const withoutAssets = {
  name: "without-assets",
  setup: (bundle) =>
    bundle.onLoad({ filter: /\.scss$|\.inline\.(ts|js)$/ }, () => ({ contents: "", loader: "text" })),
}
const bundled = await build({
  stdin: { contents: ENTRY, resolveDir: process.cwd(), loader: "ts" },
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
  packages: "external",
  plugins: [withoutAssets],
})
// Beside the checkout's packages, or Node would not find those.
const module = resolve("node_modules", `.vaultexport-${process.pid}.mjs`)
writeFileSync(module, bundled.outputFiles[0].text)
const quartz = await import(module).finally(() => rmSync(module))

const ctx = { allSlugs: [], cfg: { configuration: { locale: "en-US" } }, argv: {} }

function aliasSlug(alias) {
  const [, plugin] = quartz.FrontMatter().markdownPlugins(ctx)
  const file = { value: `---\n${JSON.stringify({ aliases: [alias] })}\n---\n`, data: {}, stem: "x" }
  plugin()({}, file)
  return file.data.aliases[0]
}

// Three levels of folders, so that a redirect that climbs out of the site stays in the temporary one.
async function redirectFile([target, slug]) {
  const root = mkdtempSync(join(tmpdir(), "aliases-"))
  const output = join(root, "1", "2", "3")
  const page = [{}, { data: { slug, aliases: [target] } }]
  for await (const _ of quartz.AliasRedirects().emit({ argv: { output } }, [page])) {
  }
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  rmSync(root, { recursive: true })
  return relative(output, join(found[0].parentPath ?? found[0].path, found[0].name))
}

const plugins = [quartz.ObsidianFlavoredMarkdown(), quartz.GitHubFlavoredMarkdown()]
const processor = quartz
  .unified()
  .use(plugins.flatMap((plugin) => plugin.markdownPlugins?.(ctx) ?? []))
  .use(quartz.remarkRehype, { allowDangerousHtml: true })
  .use(plugins.flatMap((plugin) => plugin.htmlPlugins?.(ctx) ?? []))

// The heading's text is given as the parser leaves it.
function anchor(text) {
  const heading = { type: "heading", depth: 2, children: [{ type: "text", value: text }] }
  const tree = { type: "root", children: [heading] }
  const file = { data: { slug: "x", frontmatter: { tags: [] } }, message: () => undefined }
  return processor.runSync(tree, file).children.find(({ tagName }) => tagName === "h2").properties.id
}

const files = []
for (const pair of redirects) files.push(await redirectFile(pair))
console.log(
  JSON.stringify({
    paths: paths.map((path) => quartz.slugifyFilePath(path)),
    tags: tags.map(quartz.slugTag),
    names: names.map(aliasSlug),
    redirects: files,
    headings: headings.map(anchor),
    version: JSON.parse(readFileSync("package.json", "utf8")).version,
  }),
)
