// What Quartz writes besides the notes' own pages, and what that overwrites: generated pages
// (canvases, bases, folders, tags, 404) after the notes, then the redirects.

import fs from "node:fs/promises";
import path from "node:path";

import { AliasRedirects } from "@quartz-community/alias-redirects";
import { BasesPage } from "@quartz-community/bases-page";
import { CanvasPage } from "@quartz-community/canvas-page";
import { FolderPage } from "@quartz-community/folder-page";
import { TagPage } from "@quartz-community/tag-page";
import { simplifySlug } from "@quartz-community/utils/path";

// A folder that can't exist: whatever isn't caught by `recordWrites` fails.
const OUTPUT = "/dev/null/site";

/**
 * Lists the pages that Quartz generates for these notes, as its page types do.
 *
 * @param {object} ctx Quartz's build context
 * @param {object[]} pages the notes that are published
 * @returns {object[]} Quartz's data of each generated page, with slug
 */
export function generatePages(ctx, pages) {
  const content = pages.map((page) => [page.tree, page.file]);
  const cfg = ctx.cfg.configuration;
  const pageTypes = [CanvasPage(), BasesPage(), FolderPage(), TagPage()];
  const generated = pageTypes.flatMap((type) => type.generate({ content, cfg, ctx }));
  return [...generated.map(({ slug, data }) => ({ ...data, slug })), { slug: "404" }];
}

async function recordWrites(emit) {
  const writes = [];
  const original = { ...fs };
  Object.assign(fs, {
    access: async () => Promise.reject(new Error("nothing is on disk")),
    mkdir: async () => undefined,
    rm: async () => undefined,
    writeFile: async (file, content) => void writes.push([file, content]),
  });
  try {
    await emit();
  } finally {
    Object.assign(fs, original);
  }
  return writes.filter(([file]) => file.endsWith(".html"));
}

/**
 * Runs Quartz's emitter of redirects. It writes to a disk that only takes notes, because an alias
 * with `..` would otherwise leave the output folder; the disk looks case-sensitive to it.
 *
 * @param {object} ctx Quartz's build context
 * @param {object[]} pages the notes that are published
 * @param {object[]} generated the data of the generated pages
 * @returns {Promise<{slug: string, source: {path: string, slug: string}}[]>} the redirects in the
 *   order of writing: the file without `.html`, relative to the site (it starts with `../` if it is
 *   outside), and the page that it leads to; a generated page has an empty path
 */
export async function emitRedirects(ctx, pages, generated) {
  const content = [
    ...pages.map((page) => page.file.data),
    ...generated.map((data) => ({ relativePath: `${data.slug}.md`, ...data })),
  ].map((data) => [undefined, { data }]);
  const outputCtx = { ...ctx, argv: { ...ctx.argv, output: OUTPUT } };
  const writes = await recordWrites(async () => {
    for await (const written of AliasRedirects().emit(outputCtx, content)) void written;
  });

  // The emitter writes the simplified slug of the page that a redirect leads to as its title.
  const sources = new Map(
    [...generated, ...pages].map(({ slug, path = "" }) => [simplifySlug(slug), { path, slug }]),
  );
  return writes.map(([file, html]) => ({
    slug: path.posix.relative(OUTPUT, file).slice(0, -".html".length),
    source: sources.get(/<title>(.*)<\/title>/s.exec(html)[1]),
  }));
}

function collisionsIn(sources) {
  const pathsBySlug = new Map();
  for (const { slug, path } of sources) {
    pathsBySlug.set(slug, (pathsBySlug.get(slug) ?? new Set()).add(path));
  }
  return [...pathsBySlug]
    .filter(([, paths]) => paths.size > 1)
    .map(([slug, paths]) => ({ slug, paths: [...paths] }));
}

/**
 * Finds what is overwritten on the way to the finished site.
 *
 * @param {object[]} pages the notes that are published
 * @param {object[]} generated the data of the generated pages
 * @param {object[]} redirects what `emitRedirects` returned
 * @param {object[]} assets path and slug of each copied file
 * @returns {{collisions: object[], lostPages: object[]}} sources of one kind that share a file (the
 *   last one wins), and pages that something of another kind overwrites
 */
export function findOverwritten(pages, generated, redirects, assets) {
  const stubs = redirects.map(({ slug, source }) => ({ slug, path: source.path || source.slug }));
  const byRedirect = new Map(stubs.map(({ slug, path }) => [slug, `redirect of ${path}`]));
  const byGenerated = new Map(generated.map(({ slug }) => [slug, "generated page"]));

  const lostPages = [];
  for (const { slug, path } of pages) {
    const by = byRedirect.get(slug) ?? byGenerated.get(slug);
    if (by) lostPages.push({ path, slug, by });
  }
  for (const { slug } of generated) {
    if (byRedirect.has(slug)) lostPages.push({ path: "", slug, by: byRedirect.get(slug) });
  }
  return { collisions: [pages, assets, stubs].flatMap(collisionsIn), lostPages };
}
