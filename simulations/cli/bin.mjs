#!/usr/bin/env node
// Starts the command line from its bundle; bundles first if a source has changed.
import { pathToFileURL } from 'node:url';
import { bundle, entry, isFresh } from './bundle.mjs';

if (!isFresh()) await bundle();
const { main } = await import(pathToFileURL(entry).href);
process.exitCode = await main(process.argv.slice(2));
