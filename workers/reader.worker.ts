import * as Comlink from 'comlink';
import { readerHost } from './reader-host';

Comlink.expose(readerHost);
