/**
 * The part of httpyac's exports that is used here. They are not documented, so each piece is looked
 * for before it is touched (`httpyacApi`), and what a hook is given is taken for unknown.
 */
export interface HttpyacApi {
  /** Plugins by name; each is called with the hooks of a file that is about to be parsed. */
  readonly pluginStore: Record<string, (api: HooksApi) => void>;
  /** Files parsed earlier know nothing of a plugin that came after. */
  readonly forgetFiles: () => void;
}

export interface HooksApi {
  readonly hooks: {
    readonly replaceVariable: Hook<[text: unknown, type: string, context: ProcessorContext]>;
    readonly onRequest: Interceptable<[request: HttpyacRequest, context: ProcessorContext]>;
    readonly onResponse: Hook<[response: HttpyacResponse]>;
    readonly responseLogging: Hook<[response: HttpyacResponse]>;
  };
  /** What a hook returns to end the request without an error. */
  getHookCancel(): unknown;
}

interface Hook<Args extends unknown[]> {
  addHook(
    id: string,
    action: (...args: Args) => unknown,
    options?: { readonly before?: readonly string[] },
  ): void;
}

interface Interceptable<Args extends unknown[]> {
  addInterceptor(interceptor: {
    readonly id: string;
    /** Runs when all hooks have run; `false` is what `getHookCancel()` is to a hook. */
    readonly afterLoop: (trigger: { readonly args: Args }) => Promise<boolean>;
  }): void;
}

export interface ProcessorContext {
  readonly request?: HttpyacRequest | undefined;
  readonly progress?:
    | {
        isCanceled?(): boolean;
        /** Returns what ends the listening. */
        register?(onCancel: () => void): (() => void) | undefined;
      }
    | undefined;
}

export interface HttpyacRequest {
  readonly url: string;
  readonly protocol?: string;
  headers?: Record<string, unknown>;
  readonly body?: unknown;
  noRedirect?: boolean;
  /** Those of got, which sends the HTTP requests. */
  options?: { hooks?: { beforeRequest?: ((wire: WireOptions) => void)[] } };
}

/** A request as got is about to send it; a redirect comes through here again. */
export interface WireOptions {
  readonly url: URL | string;
  headers: Record<string, unknown>;
}

export interface HttpyacResponse {
  request?: HttpyacRequest | undefined;
  readonly statusCode?: unknown;
  headers?: Record<string, unknown> | undefined;
  body?: unknown;
}

/** @returns `undefined` if the exports have another shape than the one this was written for */
export function httpyacApi(exported: unknown): HttpyacApi | undefined {
  const plugins = property(property(property(exported, 'httpyac'), 'store'), 'pluginStore');
  const files = property(property(exported, 'documentStore'), 'httpFileStore');
  const clear = property(files, 'clear');
  if (!isObject(plugins) || typeof clear !== 'function') return undefined;
  return {
    pluginStore: plugins as HttpyacApi['pluginStore'],
    forgetFiles: () => {
      Reflect.apply(clear, files, []);
    },
  };
}

/** Whether the hooks that are needed are there. */
export function isHooksApi(api: unknown): api is HooksApi {
  const hooks = property(api, 'hooks');
  const needed = ['replaceVariable', 'onResponse', 'responseLogging'];
  return (
    needed.every((name) => typeof property(property(hooks, name), 'addHook') === 'function') &&
    typeof property(property(hooks, 'onRequest'), 'addInterceptor') === 'function' &&
    typeof property(api, 'getHookCancel') === 'function'
  );
}

function property(value: unknown, name: string): unknown {
  return isObject(value) ? (Reflect.get(value, name) as unknown) : undefined;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
