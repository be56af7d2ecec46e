// Runs after npm has installed the packages. Removes what nothing here reads, 90 MB of 480: the headers of the Node
// package, which only compilers of native modules need, and the SDK's types for TypeScript before 4.5.
const { existsSync, readdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const packages = join(__dirname, '../node_modules');

function folders(path) {
  return existsSync(path) ? readdirSync(path).map(name => join(path, name)) : [];
}

const headers = folders(join(packages, 'node/node_modules')).map(path => join(path, 'include'));
const oldTypes = ['@aws-sdk', '@smithy'].flatMap(scope =>
  folders(join(packages, scope)).map(path => join(path, 'dist-types/ts3.4')),
);
for (const path of [...headers, ...oldTypes]) rmSync(path, { recursive: true, force: true });
