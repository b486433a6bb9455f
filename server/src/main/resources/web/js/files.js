// Turns what was dropped or picked into items to add: one item per top-level file or folder,
// { name, entries: [{ path, file? , directory? }] }. Empty folders are kept.

const readBatch = (reader) => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
const fileOf = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));

async function walk(entry, path, entries) {
  if (entry.isFile) {
    entries.push({ path, file: await fileOf(entry) });
    return;
  }
  const reader = entry.createReader();
  let empty = true;
  for (;;) {
    const batch = await readBatch(reader); // at most 100 at a time, [] at the end
    if (batch.length === 0) break;
    empty = false;
    for (const child of batch) await walk(child, `${path}/${child.name}`, entries);
  }
  if (empty) entries.push({ path, directory: true });
}

// The transfer must be read before the first await: afterwards the browser has emptied it.
export function fromDrop(transfer) {
  const roots = [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile())
    .filter(Boolean);
  return Promise.all(
    roots.map(async (root) => {
      if (root instanceof File) return { name: root.name, entries: [{ path: root.name, file: root }] };
      const entries = [];
      await walk(root, root.name, entries);
      return { name: root.name, entries };
    }),
  );
}

export function fromPicker(files) {
  const items = new Map();
  for (const file of files) {
    const path = file.webkitRelativePath || file.name;
    const name = path.split("/")[0];
    // picked files of equal name are different items; files of a picked folder belong together
    const key = file.webkitRelativePath ? `folder ${name}` : `file ${items.size}`;
    if (!items.has(key)) items.set(key, { name, entries: [] });
    items.get(key).entries.push({ path, file });
  }
  return [...items.values()];
}

export function sizeOf(item) {
  return item.entries.reduce((sum, entry) => sum + (entry.file?.size ?? 0), 0);
}

export function formOf(item) {
  const form = new FormData();
  for (const { path, file, directory } of item.entries) {
    const name = encodeURIComponent(path);
    if (directory) form.append("file", new Blob([], { type: "application/x-directory" }), name);
    else form.append("file", new Blob([file], { type: "application/octet-stream" }), name);
  }
  return form;
}
