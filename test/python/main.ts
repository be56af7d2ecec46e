// Installs the programs in Python that the deeper suites use. Exit code 3 and one line where that is not possible.
import { PythonToolUnavailableError, pythonTool } from './tools.ts';

try {
  await pythonTool('moto_server');
  await pythonTool('checkov');
  await pythonTool('ministack');
} catch (error) {
  if (!(error instanceof PythonToolUnavailableError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 3;
}
