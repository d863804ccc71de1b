// Unpacks the Chromium of @sparticuz/chromium into the folder of the first argument, in a process of its own: the
// package reads the temporary folder and this variable while it loads, and they must not leak into the tests.
import { tmpdir } from 'node:os';

// Makes the package unpack the NSS libraries too, which a bare Linux machine lacks.
process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
if (process.argv[2] !== tmpdir()) throw new Error(`TMPDIR must be ${process.argv[2]}, got ${tmpdir()}`);
const { default: chromium } = await import('@sparticuz/chromium');
await chromium.executablePath();
