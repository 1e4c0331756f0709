// A site of Quartz 4 as its manual has it, but for what needs the network: fonts and social images.
// No table of contents: its links to headings with HTML, highlights or arrows are dead in any vault.
// The resolution of links and the path below the domain come from the environment.
import { QuartzConfig } from "./quartz/cfg"
import * as Plugin from "./quartz/plugins"

const colors = {
  light: "#fff", lightgray: "#eee", gray: "#bbb", darkgray: "#444", dark: "#222",
  secondary: "#248", tertiary: "#8a9", highlight: "#8f9a", textHighlight: "#ff08",
}

const config: QuartzConfig = {
  configuration: {
    pageTitle: "Garden",
    enableSPA: true,
    enablePopovers: true,
    analytics: null,
    locale: "en-US",
    baseUrl: process.env.QUARTZ_BASE ?? "garden.test",
    ignorePatterns: ["private", "templates", ".obsidian"],
    defaultDateType: "modified",
    theme: {
      fontOrigin: "local",
      cdnCaching: true,
      typography: { header: "serif", body: "serif", code: "monospace" },
      colors: { lightMode: colors, darkMode: colors },
    },
  },
  plugins: {
    transformers: [
      Plugin.FrontMatter(),
      Plugin.CreatedModifiedDate({ priority: ["frontmatter", "filesystem"] }),
      Plugin.SyntaxHighlighting(),
      Plugin.ObsidianFlavoredMarkdown({ enableInHtmlEmbed: false }),
      Plugin.GitHubFlavoredMarkdown(),
      Plugin.CrawlLinks({ markdownLinkResolution: process.env.QUARTZ_LINKS ?? "shortest" }),
      Plugin.Description(),
      Plugin.Latex({ renderEngine: "katex" }),
    ],
    filters: [Plugin.RemoveDrafts()],
    emitters: [
      Plugin.AliasRedirects(),
      Plugin.ComponentResources(),
      Plugin.ContentPage(),
      Plugin.FolderPage(),
      Plugin.TagPage(),
      Plugin.ContentIndex({ enableSiteMap: true, enableRSS: true }),
      Plugin.Assets(),
      Plugin.Static(),
      Plugin.NotFoundPage(),
    ],
  },
}

export default config
