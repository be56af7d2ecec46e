import { resolve } from 'node:path';
import project from '../../package.json' with { type: 'json' };

/**
 * The path of a file that a user names: relative to the folder where the user is. npm runs the scripts of this project
 * in the project's folder and says in `INIT_CWD` where the user is. Scripts of other projects begin in their own folder.
 */
export function userPath(file: string, environment = process.env): string {
  const { INIT_CWD: folder = '.', npm_package_name: script } = environment;
  return script === project.name ? resolve(folder, file) : file;
}
