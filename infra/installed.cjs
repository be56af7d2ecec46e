// Loaded before a program (node -r), so that a missing installation is one line and not a stack trace. Any Node reads
// this file: an old one cannot parse the programs.
const NEEDED = 24;
const major = parseInt(process.versions.node, 10);

function isInstalled(name) {
  try {
    return Boolean(require.resolve(name));
  } catch (_) {
    return false;
  }
}

function findFault() {
  // In the order in which npm ci fails to bring them.
  if (!isInstalled('esbuild')) return 'The packages are not installed.';
  if (major >= NEEDED) return '';
  return `Node.js is ${process.version}, expected ${NEEDED} or later, which npm ci installs without --ignore-scripts.`;
}

const fault = findFault();
if (fault) {
  process.stderr.write(`${fault} Run "npm ci" in the folder of package.json, then try again.\n`);
  process.exit(2);
}
