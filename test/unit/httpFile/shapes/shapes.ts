import { fileShapes } from './fileShapes.ts';
import { headerAndBodyShapes } from './headerAndBodyShapes.ts';
import { protocolShapes } from './protocolShapes.ts';
import { requestLineShapes } from './requestLineShapes.ts';
import { scriptShapes } from './scriptShapes.ts';
import type { Shape } from './shape.ts';

/** Files as people write them. The line break is `\n`; the tests try `\r\n` as well. */
export const shapes: Shape[] = [
  ...requestLineShapes,
  ...headerAndBodyShapes,
  ...fileShapes,
  ...scriptShapes,
  ...protocolShapes,
];
