import { slugifyFilePath, slugTag } from "@quartz-community/utils/path"
import { readFileSync } from "node:fs"

const { paths, tags } = JSON.parse(readFileSync(0, "utf8"))
const answer = { paths: paths.map((path) => slugifyFilePath(path)), tags: tags.map(slugTag) }
console.log(JSON.stringify(answer))
