// PostgreSQL with pgvector where Debian has no package of it: PGlite, the server compiled to
// WebAssembly, behind a socket.   node vector_server.mjs FOLDER_OF_PACKAGES SOCKET
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [packages, socket] = process.argv.slice(2);
const from = createRequire(pathToFileURL(packages + "/"));
const bring = async (name) => import(pathToFileURL(from.resolve(name)).href);
const { PGlite } = await bring("@electric-sql/pglite");
const { vector } = await bring("@electric-sql/pglite-pgvector");
const { PGLiteSocketServer } = await bring("@electric-sql/pglite-socket");

const db = await PGlite.create({ extensions: { vector } });
await db.exec("CREATE EXTENSION vector");
const about = await db.query(
  "SELECT version() AS server, extversion AS vector FROM pg_extension WHERE extname = 'vector'");
const { server, vector: extension } = about.rows[0];
await new PGLiteSocketServer({ db, path: socket, maxConnections: 8 }).start();
console.log(`ready: ${server.split(" on ")[0]}, pgvector ${extension}`);
