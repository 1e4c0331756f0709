// Does each link of the finished pages lead somewhere? Judged as a browser on a static host would.

import { simplifySlug } from "@quartz-community/utils/path";

const URL_ATTRIBUTE = {
  a: "href",
  audio: "src",
  iframe: "src",
  img: "src",
  object: "data",
  source: "src",
  video: "src",
};

// A folder below the domain, as on GitHub's project pages: a URL that only works at a domain's root
// is dead there.
const SITE = "https://quartz.invalid/site/";

// `[[Note: x]]` becomes a link with the scheme `note:`, so a scheme alone doesn't make a URL.
const EXTERNAL =
  /^(?:(?:[a-z][a-z\d+.-]*:)+\/\/|(?:blob|data|geo|javascript|magnet|mailto|news|sms|tel|urn|xmpp):)/i;
const SCHEME = /^[a-z][a-z\d+.-]*:/i;

function* elements(node) {
  for (const child of node.children ?? []) {
    if (child.type === "element") yield child;
    yield* elements(child);
  }
}

/**
 * Collects what `#fragment` can point to.
 *
 * @param {object} tree hast
 * @returns {Set<string>} ids, and names of `<a name>`
 */
export function anchorsOf(tree) {
  const anchors = new Set();
  for (const { tagName, properties } of elements(tree)) {
    if (properties.id) anchors.add(String(properties.id));
    if (tagName === "a" && properties.name) anchors.add(String(properties.name));
  }
  return anchors;
}

const urlOf = (slug) =>
  new URL(simplifySlug(slug).split("/").map(encodeURIComponent).join("/").replace(/^\/$/, ""), SITE);

function locate(href, base) {
  if (EXTERNAL.test(href)) return { external: true };
  if (SCHEME.test(href)) return { reason: "not a URL scheme" };
  try {
    const url = new URL(href, base);
    if (!url.href.startsWith(SITE)) return { reason: "leaves the site" };
    const path = decodeURIComponent(url.pathname.slice(new URL(SITE).pathname.length));
    const fragment = url.hash.slice(1);
    // A browser looks for an id that is written so, then for one that reads so.
    return { path, fragments: [fragment, decodeURIComponent(fragment)] };
  } catch {
    return { reason: "not a URL" };
  }
}

/**
 * Builds the checker of links for a finished site.
 *
 * @param {Map<string, {anchors: Set<string> | undefined, redirect: boolean}>} documents every HTML
 *   file by its name without `.html`; anchors are undefined where nobody knows them
 * @param {Set<string>} assets names of all other files
 * @returns {(slug: string, tree: object) => Iterable<{kind: string, href: string, anchor: boolean,
 *   reason: string}>} finds the dead links and (anchor) dead anchors of one page
 */
export function linkChecker(documents, assets) {
  function documentAt(path) {
    const names = path === "" || path.endsWith("/") ? [] : [path, path.replace(/\.html$/, "")];
    names.push(`${path.replace(/\/?$/, "/")}index`.replace(/^\//, ""));
    return names.map((name) => documents.get(name)).find(Boolean);
  }

  function problemOf(kind, { path, fragments }) {
    if (assets.has(path)) return undefined;
    const document = documentAt(path);
    if (!document) return { anchor: false, reason: "no such page or file" };
    if (kind !== "a" && kind !== "iframe") return { anchor: false, reason: "a page, not a file" };
    if (!fragments[0]) return undefined;
    if (document.redirect) return { anchor: true, reason: "the redirect drops the anchor" };
    const anchors = document.anchors;
    if (!anchors || fragments.some((fragment) => anchors.has(fragment))) return undefined;
    return { anchor: true, reason: "the page has no such anchor" };
  }

  return function* deadLinks(slug, tree) {
    const base = urlOf(slug);
    for (const { tagName: kind, properties } of elements(tree)) {
      const href = properties[URL_ATTRIBUTE[kind]];
      if (href === undefined || properties.className?.includes("transclude-inner")) continue;
      const place = locate(String(href), base);
      if (place.external) continue;
      const problem = place.reason ? { anchor: false, ...place } : problemOf(kind, place);
      if (problem) yield { kind, href: String(href), ...problem };
    }
  };
}

/**
 * Says why nobody can reach a redirect.
 *
 * @param {string} slug the redirect's file without `.html`
 * @returns {string | undefined} undefined if it can be reached
 */
export function unreachable(slug) {
  if (slug.startsWith("../")) return "written outside the site";
  if (slug === "" || slug.endsWith("/")) return "no server serves a file without a name";
  return undefined;
}
