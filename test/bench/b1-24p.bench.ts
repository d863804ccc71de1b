import { benchB1 } from './b1.ts';

benchB1(24);
