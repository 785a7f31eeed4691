import type { MessageKind } from '../../../../src/httpFile/syntax/httpFile.ts';

/** What a shape holds; what is not named is absent. */
export interface ExpectedRequest {
  kind?: MessageKind | 'curl';
  /** The line of the request itself, counted from 0. */
  line: number;
  method?: string;
  url: string;
  version?: string;
  headers?: Record<string, string>;
  /** First and last line of the body. */
  body?: [number, number];
  name?: string;
  title?: string;
}

export interface Shape {
  shape: string;
  text: string;
  requests: ExpectedRequest[];
  /** Why httpyac reads it in another way, if it does. */
  httpyacDiffers?: string;
}

export const host = 'https://mockapi.kiwoom.com';
export const bearer = 'Bearer {{$processEnv KIWOOM_TOKEN}}';

export function lines(...all: string[]): string {
  return all.join('\n');
}
