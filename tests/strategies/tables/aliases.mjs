// What Quartz 5 makes of aliases: their slugs, and the files of the redirects.
import { AliasRedirects } from "@quartz-community/alias-redirects"
import { NoteProperties } from "@quartz-community/note-properties"
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"

const { names, redirects } = JSON.parse(readFileSync(0, "utf8"))

function aliasSlug(alias) {
  const plugins = NoteProperties().markdownPlugins({ allSlugs: [], cfg: { configuration: {} } })
  const file = { value: `---\n${JSON.stringify({ aliases: [alias] })}\n---\n`, data: {}, stem: "x" }
  plugins.filter((plugin) => typeof plugin === "function").forEach((plugin) => plugin()({}, file))
  return file.data.aliases[0]
}

// Three levels of folders, so that a redirect that climbs out of the site stays in the temporary one.
async function redirectFile([target, slug]) {
  const root = mkdtempSync(join(tmpdir(), "aliases-"))
  const output = join(root, "1", "2", "3")
  const emitter = AliasRedirects({ enableCaseRedirects: false })
  for await (const _ of emitter.emit({ argv: { output } }, [[{}, { data: { slug, aliases: [target] } }]])) {
  }
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  rmSync(root, { recursive: true })
  return relative(output, join(found[0].parentPath ?? found[0].path, found[0].name))
}

const files = []
for (const pair of redirects) files.push(await redirectFile(pair))
console.log(JSON.stringify({ names: names.map(aliasSlug), redirects: files }))
