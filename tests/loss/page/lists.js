/* What both versions of SCORM share: finding an element, and numbered lists without gaps. */
"use strict";
window.strictModel = (plain, lists, errors) => {
  const counted = new Set(Object.keys(lists).flatMap((name) => name.split(".n").slice(0, -1).map((_, i) => name.split(".n").slice(0, i + 1).join(".n"))));

  const size = (list, values) => {
    const numbers = [...values.keys()].filter((name) => name.startsWith(`${list}.`)).map((name) => Number(name.slice(list.length + 1).split(".")[0]));
    return numbers.length === 0 ? 0 : Math.max(...numbers) + 1;
  };

  /** The rule of an element, or the error its name deserves. `setting`: a new last entry of a list may be begun. */
  function find(element, values, setting = false) {
    if (Object.hasOwn(plain, element)) return setting && element.endsWith("._children") ? errors.keyword : plain[element];
    const count = /^(.*)\._count$/.exec(element);
    if (count && counted.has(count[1].replace(/\.\d+/g, ".n"))) {
      return setting ? errors.keyword : { access: "r", start: String(size(count[1], values)) };
    }
    const rule = Object.hasOwn(lists, element.replace(/\.\d+(?=\.)/g, ".n")) ? lists[element.replace(/\.\d+(?=\.)/g, ".n")] : null;
    return rule ? (gap(element, values, setting) ?? rule) : errors.unknown;
  }

  function gap(element, values, setting) {
    const parts = element.split(".");
    for (let place = 1; place < parts.length; place++) {
      if (!/^\d+$/.test(parts[place])) continue;
      const list = parts.slice(0, place).join(".");
      const index = Number(parts[place]);
      const known = size(list, values);
      if (String(index) !== parts[place] || index > known || (index === known && !setting)) return setting ? errors.gap : (errors.getGap ?? errors.gap);
      const entry = `${list}.${index}.`;
      const begins = index === known && parts[place + 1] !== "id" && ["cmi.objectives", "cmi.interactions"].includes(list);
      if (errors.first && begins && !values.has(`${entry}id`)) return errors.first;
    }
    return null;
  }

  return { find };
};
