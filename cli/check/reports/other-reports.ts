// What few runs need, in one bundle of its own: every start would read it.
export { toGithubReport } from './github-report.ts';
export { toJunitReport } from './junit-report.ts';
export { toMarkdownReport } from './markdown-report.ts';
export { toSarifReport } from './sarif-report.ts';
