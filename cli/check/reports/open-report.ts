import type { Output } from '../options.ts';
import { toJsonReport } from './json-report.ts';
import type { Report, ReportSettings } from './report.ts';
import { toTableReport } from './table/table-report.ts';

/** Opens the report that was asked for. What few runs need is loaded on demand. */
export async function openReport(output: Output, settings: ReportSettings): Promise<Report> {
  switch (output) {
    case 'table':
      return toTableReport(settings);
    case 'json':
      return toJsonReport();
    case 'sarif':
    case 'junit':
    case 'markdown':
    case 'github':
    case 'html':
      throw new Error('not written yet');
    default:
      return (await import('../fix-report.ts')).toFixReport(output);
  }
}
