// From files to processed pages, in the two passes that Quartz makes: all notes to Markdown trees
// first, then all trees to HTML. The plugins are the published ones, in the order and with the
// options of the configuration that Quartz ships (its "default" template). Left out because no
// link, anchor or page depends on them: dates, syntax highlighting, table of contents.

import { readFile } from "node:fs/promises";
import path from "node:path";

import { CrawlLinks } from "@quartz-community/crawl-links";
import { Description } from "@quartz-community/description";
import { GitHubFlavoredMarkdown } from "@quartz-community/github-flavored-markdown";
import { Latex } from "@quartz-community/latex";
import { NoteProperties } from "@quartz-community/note-properties";
import { ObsidianFlavoredMarkdown } from "@quartz-community/obsidian-flavored-markdown";
import { RemoveDrafts } from "@quartz-community/remove-draft";
import { UnlistedPages } from "@quartz-community/unlisted-pages";
import { slugifyFilePath } from "@quartz-community/utils/path";
import { globby } from "globby";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { VFile } from "vfile";

const IGNORE_PATTERNS = ["private", "templates", ".obsidian"];

// Quartz renders these itself, so it doesn't copy them.
const PAGE_PATTERNS = ["**/*.md", "**/*.canvas", "**/*.base"];

// Quartz starts another worker for every 128 notes. Workers don't see each other's aliases, so
// aliases take part in the resolution of links only as long as one thread does all the work.
const NOTES_PER_WORKER = 128;

const transformers = (links) => [
  NoteProperties(),
  ObsidianFlavoredMarkdown({ enableCheckbox: true }),
  GitHubFlavoredMarkdown(),
  UnlistedPages(),
  CrawlLinks({ markdownLinkResolution: links }),
  Description(),
  Latex(),
];

const pluginsOf = (plugins, hook, ctx) => plugins.flatMap((plugin) => plugin[hook]?.(ctx) ?? []);

async function parseMarkdown(page, processor, plugins, ctx) {
  const text = (await readFile(path.join(ctx.argv.directory, page.path), "utf8")).trim();
  const value = plugins.reduce((src, plugin) => plugin.textTransform?.(ctx, src) ?? src, text);
  page.file.value = value;
  page.tree = await processor.run(processor.parse(page.file), page.file);
}

async function everyPage(pages, step) {
  for (const page of pages) {
    if (page.error) continue;
    try {
      await step(page);
    } catch (error) {
      page.error = String(error?.message ?? error);
    }
  }
}

async function glob(pattern, directory, ignore) {
  return (await globby(pattern, { cwd: directory, ignore, gitignore: true })).sort();
}

/**
 * Reads and processes a content folder.
 *
 * @param {string} directory absolute path of the content folder
 * @param {"shortest" | "absolute" | "relative"} links how links are resolved
 * @returns {Promise<{ctx: object, pages: object[], assets: {path: string, slug: string}[]}>} pages
 *   with path, slug, file (the VFile with Quartz's data), tree (hast), draft and error, in the order
 *   in which Quartz processes and writes them; assets in alphabetical order
 */
export async function readContent(directory, links) {
  const allFiles = await glob("**/*.*", directory, IGNORE_PATTERNS);
  const ctx = {
    allFiles,
    allSlugs: allFiles.map((file) => slugifyFilePath(file)),
    argv: { directory },
    cfg: { configuration: { baseUrl: "quartz.invalid", locale: "en-US" } },
  };
  const pages = allFiles
    .filter((file) => file.endsWith(".md"))
    .map((file) => {
      const data = { filePath: path.join(directory, file), relativePath: file };
      data.slug = slugifyFilePath(file);
      return { path: file, slug: data.slug, file: new VFile({ path: data.filePath, data }) };
    });

  const plugins = transformers(links);
  const oneThread = Math.round(pages.length / NOTES_PER_WORKER) <= 1;
  const markdownCtx = oneThread ? ctx : { ...ctx, allSlugs: [...ctx.allSlugs] };
  const toMarkdown = unified()
    .use(remarkParse)
    .use(pluginsOf(plugins, "markdownPlugins", markdownCtx));
  await everyPage(pages, (page) => parseMarkdown(page, toMarkdown, plugins, markdownCtx));

  const toHtml = unified()
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(pluginsOf(plugins, "htmlPlugins", ctx));
  await everyPage(pages, async (page) => {
    page.tree = await toHtml.run(page.tree, page.file);
  });

  const filter = RemoveDrafts();
  for (const page of pages) {
    page.draft = !page.error && !filter.shouldPublish(ctx, [page.tree, page.file]);
  }
  const copied = await glob("**", directory, [...PAGE_PATTERNS, ...IGNORE_PATTERNS]);
  const assets = copied.map((file) => ({ path: file, slug: slugifyFilePath(file) }));
  return { ctx, pages, assets };
}
