// Answers for make_digital_garden.py: single replacements for every code point, slugs for names.
import { readFileSync } from "node:fs"
import transliterate from "@sindresorhus/transliterate"
import replacements from "@sindresorhus/transliterate/replacements.js"
import overridable from "@sindresorhus/slugify/overridable-replacements.js"
import slugify from "@sindresorhus/slugify"

const latin = (text) => transliterate(text, { customReplacements: overridable })

const codePoints = function* () {
  yield "&".codePointAt(0)
  for (let code = 0x80; code <= 0x10ffff; code++) {
    if (code < 0xd800 || code > 0xdfff) yield code
  }
}

const single = {}
for (const code of codePoints()) {
  const char = String.fromCodePoint(code)
  const isComposed = char.normalize() === char
  if (isComposed && latin(char) !== char) (single[latin(char)] ??= []).push(char)
}

// A longer key counts only where its characters are not replaced before it.
const several = {}
for (const [key] of replacements) {
  const alone = [...key].map(latin).join("")
  if ([...key].length > 1 && latin(key) !== alone) several[key] = latin(key)
}

const names = JSON.parse(readFileSync(0))
console.log(JSON.stringify({ single, several, slugs: names.map((name) => slugify(name)) }))
