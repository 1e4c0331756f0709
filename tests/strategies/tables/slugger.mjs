import { GitHubFlavoredMarkdown } from "@quartz-community/github-flavored-markdown"
import GithubSlugger, { slug } from "github-slugger"
import { toHtml } from "hast-util-to-html"
import remarkParse from "remark-parse"
import remarkRehype from "remark-rehype"
import { readFileSync } from "node:fs"
import { unified } from "unified"

const { texts, pages, prose } = JSON.parse(readFileSync(0, "utf8"))

function page(headings) {
  const slugger = new GithubSlugger()
  return headings.map((text) => slugger.slug(text))
}

const flavored = GitHubFlavoredMarkdown()
const processor = unified()
  .use(remarkParse)
  .use(flavored.markdownPlugins())
  .use(remarkRehype)
  .use(flavored.htmlPlugins())

function heading(text) {
  const html = toHtml(processor.runSync(processor.parse(`## ${text}`)))
  return / id="([^"]*)"/.exec(html)[1]
}

const answer = { texts: texts.map((text) => slug(text)), pages: pages.map(page), prose: prose.map(heading) }
console.log(JSON.stringify(answer))
