// Runs a Quartz content folder through the published plugins of Quartz 5 and prints, as one JSON
// object, what a built site would have and what would be wrong with it.
//
//     node render.mjs [--links shortest|absolute|relative] CONTENT_DIR

import { Console } from "node:console";
import path from "node:path";
import { parseArgs } from "node:util";

import { toHtml } from "hast-util-to-html";

import { readContent } from "./content.mjs";
import { emitRedirects, findOverwritten, generatePages } from "./emit.mjs";
import { anchorsOf, linkChecker, unreachable } from "./links.mjs";
import { fillTranscludes } from "./transclude.mjs";

const LINKS = ["shortest", "absolute", "relative"];

// Standard output is for the result alone, and content is only read: Quartz would ask Twitter for
// embedded posts, and its front matter parser evaluates `---js` blocks.
const refuse = (what) => () => {
  throw new Error(`${what} is switched off in tests`);
};
globalThis.console = new Console(process.stderr);
globalThis.fetch = refuse("fetch");
globalThis.eval = refuse("eval");

function fillEmbeds(pages, generated, problems) {
  const targets = new Map();
  for (const data of [...pages.map((page) => page.file.data), ...generated]) {
    if (!targets.has(data.slug)) targets.set(data.slug, data);
  }
  for (const page of pages) {
    page.filled = structuredClone(page.tree);
    fillTranscludes(page.filled, page.slug, targets, (problem) =>
      problems.push({ page: page.path, kind: "transclude", ...problem }),
    );
  }
}

function documentsOf(pages, generated, redirects) {
  const documents = new Map();
  for (const { slug, error, filled } of pages) {
    documents.set(slug, { redirect: false, anchors: error ? undefined : anchorsOf(filled) });
  }
  for (const { slug } of generated) documents.set(slug, { redirect: false, anchors: new Set() });
  for (const { slug } of redirects) documents.set(slug, { redirect: true });
  return documents;
}

function describe({ path: file, slug, draft, error, filled, file: { data } }) {
  const { frontmatter = {}, links = [], aliases = [] } = data;
  return {
    path: file,
    slug,
    draft,
    error: error ?? "",
    html: filled ? toHtml(filled, { allowDangerousHtml: true }) : "",
    frontmatter: { ...frontmatter }, // a list at the top level of the YAML is accepted, too
    links,
    tags: frontmatter.tags ?? [],
    aliases,
  };
}

async function render(directory, links) {
  const { ctx, pages, assets } = await readContent(directory, links);
  const built = pages.filter((page) => !page.error && !page.draft);
  const generated = generatePages(ctx, built);
  const redirects = await emitRedirects(ctx, built, generated);

  const overwritten = findOverwritten(built, generated, redirects, assets);
  const lost = new Set(overwritten.lostPages.map((page) => page.path));

  const problems = [];
  fillEmbeds(built, generated, problems);
  const documents = documentsOf(
    pages.filter((page) => !page.draft),
    generated,
    redirects,
  );
  const deadLinks = linkChecker(documents, new Set(assets.map((asset) => asset.slug)));
  for (const page of built.filter(({ path }) => !lost.has(path))) {
    for (const problem of deadLinks(page.slug, page.filled)) {
      problems.push({ page: page.path, ...problem });
    }
  }
  for (const { slug, source } of redirects) {
    const reason = unreachable(slug);
    if (reason) problems.push({ page: source.path, kind: "redirect", href: slug, reason });
  }

  const told = (anchor) =>
    problems
      .filter((problem) => Boolean(problem.anchor) === anchor)
      .map(({ page, kind, href, reason }) => ({ page, kind, href, reason }));
  return {
    pages: pages.map(describe),
    generated: generated.map(({ slug }) => slug),
    assets: assets.map(({ slug }) => slug),
    redirects: Object.fromEntries(redirects.map(({ slug, source }) => [slug, source.slug])),
    deadLinks: told(false),
    deadAnchors: told(true),
    ...overwritten,
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { links: { type: "string", default: "shortest" } },
});
if (positionals.length !== 1 || !LINKS.includes(values.links)) {
  console.error(`usage: node render.mjs [--links ${LINKS.join("|")}] CONTENT_DIR`);
  process.exit(2);
}
process.stdout.write(JSON.stringify(await render(path.resolve(positionals[0]), values.links)));
