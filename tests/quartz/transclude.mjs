// Embedded notes. The transformers leave `<blockquote class="transclude">` behind; Quartz's core,
// which isn't on npm, fills it when it renders the page. These are its rules (quartz/components/
// renderPage): the target is a page's slug, a block is looked up by its exact id, a section starts
// at a heading that is a direct child of the target's tree, and a page can't hold itself.

import { normalizeHastElement } from "@quartz-community/utils/path";

const isTransclude = (node) =>
  node.tagName === "blockquote" && (node.properties.className ?? []).includes("transclude");

const depthOf = (node) => Number(/^h([1-6])$/.exec(node.tagName)?.[1] ?? 0);

function section(tree, id) {
  const start = tree.children.findIndex((node) => depthOf(node) && node.properties.id === id);
  if (start < 0) return undefined;
  const depth = depthOf(tree.children[start]);
  const length = tree.children
    .slice(start + 1)
    .findIndex((node) => depthOf(node) && depthOf(node) <= depth);
  return tree.children.slice(start, length < 0 ? undefined : start + 1 + length);
}

function embedded(target, fragment) {
  if (fragment.startsWith("#^")) {
    const block = target.blocks?.[fragment.slice(2)];
    return block && [block];
  }
  if (fragment.startsWith("#")) return section(target.htmlAst, fragment.slice(1));
  const title = { type: "text", value: String(target.frontmatter?.title ?? target.slug) };
  const heading = { type: "element", tagName: "h1", properties: {}, children: [title] };
  return [heading, ...target.htmlAst.children];
}

function findTarget(targets, slug) {
  return targets.get(slug) ?? targets.get(slug.replace(/(?<=[^/])\.[^./]*$/, ""));
}

/**
 * Fills the embeds of one page.
 *
 * @param {object} root the page's tree; changed in place
 * @param {string} slug the page's slug
 * @param {Map<string, object>} targets what can be embedded: Quartz's data of each page by slug;
 *   pages that Quartz generates have no `htmlAst` and stay placeholders
 * @param {(problem: {anchor: boolean, href: string, reason: string}) => void} report is told of
 *   each embed that the site would not show
 */
export function fillTranscludes(root, slug, targets, report) {
  const open = new Set([slug]);

  function fill(node) {
    const link = node.children[0];
    const targetSlug = link.properties["data-slug"] ?? slug;
    const fragment = node.properties.dataBlock ?? "";
    const href = targetSlug + fragment;
    if (open.has(targetSlug)) {
      node.children = [{ type: "text", value: `Circular transclusion detected: ${targetSlug}` }];
      report({ anchor: false, href, reason: "embeds a page that it is part of" });
      return;
    }
    const target = findTarget(targets, targetSlug);
    if (!target) {
      report({ anchor: false, href, reason: "no such page" });
      return;
    }
    if (!target.htmlAst) return;
    const nodes = embedded(target, fragment);
    if (!nodes) {
      report({ anchor: true, href, reason: "the page has no such section or block" });
      return;
    }
    const source = {
      type: "element",
      tagName: "a",
      properties: { href: link.properties.href, className: ["internal", "transclude-src"] },
      children: [{ type: "text", value: "Link to original" }],
    };
    node.children = [...nodes.map((n) => normalizeHastElement(n, slug, targetSlug)), source];
    open.add(targetSlug);
    walk(node);
    open.delete(targetSlug);
  }

  function walk(node) {
    for (const child of node.children ?? []) {
      if (child.type !== "element") continue;
      if (isTransclude(child)) fill(child);
      else walk(child);
    }
  }

  walk(root);
}
