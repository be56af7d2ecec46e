import { isAbsolute, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { userPath } from '../../input/user-path.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';

/** The path from the folder where the user is with `/`, as code hosts want it; undefined for standard input and EC2. */
export function toRelativePath(file: string | undefined): string | undefined {
  if (file === undefined || file === '-') return undefined;
  const path = isAbsolute(file) ? relative(userPath('.'), file) : file;
  return path.replaceAll('\\', '/').replace(/^\.\//, '');
}

/**
 * Where a result is, as a URI reference (RFC 3986). Programs that read SARIF want a file for each result: a network ACL
 * without one gets a path of its place in AWS.
 */
export function toUri({ source, networkAcl }: Pick<EvaluatedNetworkAcl, 'source' | 'networkAcl'>): string {
  const path = toRelativePath(source.file);
  if (path?.startsWith('..') && source.file !== undefined) return pathToFileURL(userPath(source.file)).href;
  const { account, region, member } = source;
  // In an organisation several accounts have the region.
  const place = ['ec2', member && account, region, networkAcl.networkAclId].filter(part => part).join('/');
  return (path ?? place).split('/').map(encodeURIComponent).join('/');
}
