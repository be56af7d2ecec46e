import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { userPath } from './user-path.ts';

/** A file of the input. */
export interface InputFile {
  readonly file: string;
  /** A user named the folder, not the file: files that have nothing to do with network ACLs are left out. */
  readonly isInFolder: boolean;
}

const NAMES = /\.(json|jsonl|ndjson|ya?ml|template|tfstate)(\.gz)?$/i;
/** What CDK and npm write beside templates. */
const BESIDE = /^(manifest|tree|cdk|cdk\.context|.*\.assets|package|package-lock)\.json$/;
const LEFT_OUT = /^(\..*|node_modules)$/;

/** The file itself, or all files of a folder and of those inside it, by name. */
export function expandPath(path: string): InputFile[] {
  if (path === '-' || !isFolder(path)) return [{ file: path, isInFolder: false }];
  return listFolder(path).map(file => ({ file, isInFolder: true }));
}

function isFolder(path: string): boolean {
  return statSync(userPath(path), { throwIfNoEntry: false })?.isDirectory() === true;
}

function listFolder(folder: string): string[] {
  const entries = readdirSync(userPath(folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => !LEFT_OUT.test(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap(entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listFolder(path);
      return NAMES.test(entry.name) && !BESIDE.test(entry.name) ? [path] : [];
    });
}

/** What is around network ACLs, as the AWS CLI and AWS Config write it; a query may not select the type. */
const AROUND = [
  /^\s*\{\s*"(NetworkInterfaces|SecurityGroups|Subnets|Vpcs)"\s*:/,
  /"resourceType\\?"\s*:\s*\\?"AWS::EC2::(NetworkInterface|SecurityGroup|Subnet|VPC)\\?"/,
  /^\s*\{\s*"Results"\s*:\s*\[\s*"\{\\"configuration\\":/,
];

/** Whether a file of a folder has to do with network ACLs, or with what is around them. */
export function isRelevant(text: string): boolean {
  return /network[-_]?acl/i.test(text) || AROUND.some(pattern => pattern.test(text));
}
