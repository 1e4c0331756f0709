// The slug rules of Quartz 4.5.2, stated a second time, independently of the Python ones: character
// by character instead of by replacement. Not Quartz's own code, which is on no package registry.
import { readFileSync } from "node:fs"

const spelled = new Map([["&", "-and-"], ["%", "-percent"], ["?", ""], ["#", ""]])

function character(char) {
  if (spelled.has(char)) return spelled.get(char)
  return char.trim() === "" ? "-" : char
}

function slugTag(tag) {
  const segments = tag.split("/")
  return segments.map((segment) => Array.from(segment, character).join("")).join("/")
}

function withoutFinal(text, ending) {
  return text.endsWith(ending) ? text.substring(0, text.length - ending.length) : text
}

function slugifyFilePath(path) {
  const inner = withoutFinal(path.startsWith("/") ? path.substring(1) : path, "/")
  const dot = inner.lastIndexOf(".")
  const letters = dot < 0 ? "" : inner.substring(dot + 1)
  const hasExtension = letters !== "" && Array.from(letters).every((char) => /[A-Za-z0-9]/.test(char))
  // Without an extension Quartz 4 cuts off the word "undefined".
  const stem = hasExtension ? inner.substring(0, dot) : withoutFinal(inner, "undefined")
  const extension = hasExtension && letters !== "md" && letters !== "html" ? `.${letters}` : ""
  const segments = withoutFinal(slugTag(stem), "/").split("/")
  if (segments.at(-1) === "_index") segments[segments.length - 1] = "index"
  return segments.join("/") + extension
}

const { paths, tags } = JSON.parse(readFileSync(0, "utf8"))
console.log(JSON.stringify({ paths: paths.map(slugifyFilePath), tags: tags.map(slugTag) }))
