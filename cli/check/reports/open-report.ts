import type { Output } from '../options.ts';
import { toJsonReport } from './json-report.ts';
import type { CheckReport, ReportSettings } from './report.ts';
import { toTableReport } from './table/table-report.ts';

/** Opens the report that was asked for. What few runs need is loaded on demand. */
export async function openReport(output: Output, settings: ReportSettings): Promise<CheckReport> {
  switch (output) {
    case 'table':
      return toTableReport(settings);
    case 'json':
      return toJsonReport();
    case 'sarif':
      return (await import('./other-reports.ts')).toSarifReport(settings);
    case 'junit':
      return (await import('./other-reports.ts')).toJunitReport(settings);
    case 'markdown':
      return (await import('./other-reports.ts')).toMarkdownReport(settings);
    case 'github':
      return (await import('./other-reports.ts')).toGithubReport(settings);
    case 'html':
      return (await import('./html/html-report.ts')).toHtmlReport(settings);
    default:
      return (await import('../fix-report.ts')).toFixReport(output);
  }
}
