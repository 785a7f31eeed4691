/**
 * The part of httpyac's exports that is used here. It is undocumented, so `httpyacApi` checks that each member
 * exists, and the arguments of hooks are treated as unknown.
 */
export interface HttpyacApi {
  /** Plugins by name; each is called with the hooks of a file before it is parsed. */
  readonly pluginStore: Record<string, (api: HooksApi) => void>;
  /** Clears httpyac's cache of parsed files, which do not use plugins registered later. */
  readonly forgetFiles: () => void;
}

export interface HooksApi {
  readonly hooks: {
    readonly replaceVariable: Hook<[text: unknown, type: string, context: ProcessorContext]>;
    readonly onRequest: Interceptable<[request: HttpyacRequest, context: ProcessorContext]>;
    readonly onResponse: Hook<[response: HttpyacResponse]>;
    readonly responseLogging: Hook<[response: HttpyacResponse]>;
  };
  /** Return value of a hook that ends the request without an error. */
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
    /** Runs after all hooks; `false` has the effect of `getHookCancel()`. */
    readonly afterLoop: (trigger: { readonly args: Args }) => Promise<boolean>;
  }): void;
}

export interface ProcessorContext {
  readonly request?: HttpyacRequest | undefined;
  readonly progress?:
    | {
        isCanceled?(): boolean;
        /** Returns a function that removes the listener. */
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
  /** Hooks of got, the HTTP library that sends the requests. */
  options?: { hooks?: { beforeRequest?: ((wire: WireOptions) => void)[] } };
}

/** Request options just before got sends them; also called for each redirect. */
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

/** @returns `undefined` if the exports do not have the expected members */
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

/** Whether the hooks that we need exist. */
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
