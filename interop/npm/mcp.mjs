// Drives the product's MCP server with the public client.
//   node mcp.mjs stdio FOLDER COMMAND...     FOLDER: working directory of the server, holds folder/ and big
//   node mcp.mjs http URL
// Prints one JSON object; exits 1 when a step goes wrong.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const [kind, target, ...command] = process.argv.slice(2);
const client = new Client({ name: 'interop', version: '1' });
const transport =
  kind === 'stdio'
    ? new StdioClientTransport({ command: command[0], args: command.slice(1), cwd: target, env: process.env, stderr: 'inherit' })
    : new StreamableHTTPClientTransport(new URL(target));
await client.connect(transport);

function must(condition, message, seen) {
  if (!condition) {
    console.error(message, JSON.stringify(seen));
    process.exit(1);
  }
}

const facts = {};
const { tools } = await client.listTools();
facts.tools = tools.map((tool) => tool.name).sort();
for (const name of ['ipfs_add', 'ipfs_cat', 'ipfs_ls', 'pin_ls']) {
  must(facts.tools.includes(name), `no tool ${name}`, facts.tools);
}
must(tools.every((tool) => tool.inputSchema?.type === 'object' && tool.annotations), 'schema or annotations missing', tools);

const call = (name, args, options) => client.callTool({ name, arguments: args }, options);

const added = await call('ipfs_add', { text: 'hello world' });
must(!added.isError, 'add failed', added);
facts.cid = added.structuredContent.cid;
const read = await call('ipfs_cat', { path: facts.cid });
must(read.structuredContent.content === 'hello world' && read.structuredContent.truncated === false, 'cat differs', read);

const large = await call('ipfs_add', { base64: Buffer.alloc(300000, 7).toString('base64') });
const part = await call('ipfs_cat', { path: large.structuredContent.cid });
must(part.structuredContent.truncated === true && part.structuredContent.total === 300000, 'cat is not bounded', part);

const pins = await call('pin_ls', { type: 'recursive' });
must(pins.structuredContent.items.some((pin) => pin.cid === facts.cid), 'pin not listed', pins);

const missing = await call('ipfs_cat', { path: 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy' });
must(missing.isError === true && JSON.parse(missing.content[0].text).code === 'not_found', 'missing content is no tool error', missing);

let refused;
try {
  refused = await call('ipfs_cat', { path: 17 });
} catch (error) {
  refused = { isError: true, error: String(error) };
}
must(refused.isError === true, 'wrong type was accepted', refused);

const outside = await call('ipfs_add', { path: '/etc/passwd' });
must(outside.isError === true, 'a path outside the roots was added', outside);

if (kind === 'stdio') {
  const folder = await call('ipfs_add', { path: 'folder' });
  must(!folder.isError, 'folder not added', folder);
  const listed = await call('ipfs_ls', { path: folder.structuredContent.cid });
  must(listed.structuredContent.items.length > 0, 'folder is empty', listed);
  const controller = new AbortController();
  setTimeout(() => controller.abort('enough'), 300);
  let ended;
  try {
    ended = await call('ipfs_add', { path: 'big' }, { signal: controller.signal });
  } catch (error) {
    ended = { cancelled: String(error) };
  }
  facts.cancelled = ended.cancelled !== undefined;
  for (let i = 0; i < 100; i++) {
    const tasks = await call('runtime_tasks', {});
    must(tasks.structuredContent, 'the tasks are not told', tasks);
    facts.left = JSON.stringify(tasks.structuredContent).includes('ipfs.add');
    if (!facts.left) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  must(facts.left === false, 'the cancelled add still runs', facts);
  const again = await call('ipfs_add', { text: 'again' });
  must(!again.isError, 'adding after a cancellation failed', again);
}
await client.close();
console.log(JSON.stringify(facts));
process.exit(0);
