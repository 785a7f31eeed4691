import { type Environment, environments } from '../core/model/environment.ts';
import { AgentProblem } from './agentProblem.ts';
import { limits } from './toolDefinitions.ts';

export interface FindInput {
  readonly query: string;
  readonly limit: number;
}

export interface CallInput {
  readonly tr: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly account: string | undefined;
  readonly environment: Environment | undefined;
  readonly nextKey: string | undefined;
  readonly firstRow: number;
  readonly maxRows: number;
}

/** Parsers of an agent's input, which may violate the schema; each throws an AgentProblem then. */
export function findInput(given: unknown): FindInput {
  const input = objectOf(given, ['query', 'limit']);
  return {
    query: requiredText(input, 'query', limits.query),
    limit: integer(input, 'limit', limits.results) ?? limits.usualResults,
  };
}

export function describeInput(given: unknown): string {
  return requiredText(objectOf(given, ['tr']), 'tr', 20);
}

export function callInput(given: unknown): CallInput {
  const input = objectOf(given, [
    'tr',
    'fields',
    'account',
    'environment',
    'next_key',
    'first_row',
    'max_rows',
  ]);
  const nextKey = text(input, 'next_key', limits.nextKey);
  // The value becomes a header.
  if (nextKey !== undefined && !/^[\x20-\x7e]+$/.test(nextKey)) {
    return wrong('"next_key" is none that a result gave.');
  }
  const environment = text(input, 'environment', 4);
  const known = environments.find((each) => each === environment);
  if (environment !== undefined && known === undefined) {
    return wrong('"environment" must be "mock" or "real".');
  }
  return {
    tr: requiredText(input, 'tr', 20),
    fields: fieldsOf(input['fields']),
    account: text(input, 'account', 100),
    environment: known,
    nextKey,
    firstRow: integer(input, 'first_row', 1_000_000) ?? 1,
    maxRows: integer(input, 'max_rows', limits.rows) ?? limits.usualRows,
  };
}

export function noInput(given: unknown): void {
  objectOf(given ?? {}, []);
}

type Fields = Readonly<Record<string, unknown>>;

function objectOf(given: unknown, known: readonly string[]): Fields {
  if (!isObject(given)) return wrong('The input must be an object.');
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) return wrong(`There is no input "${unknown.slice(0, 40)}".`);
  return given;
}

/**
 * Copies the fields as strings: all fields of the API are strings, but models send numbers for some.
 */
function fieldsOf(given: unknown = {}): Readonly<Record<string, string>> {
  if (!isObject(given)) return wrong('"fields" must be an object of names and texts.');
  const entries = Object.entries(given);
  if (entries.length > limits.fields) {
    return wrong(`"fields" may have ${limits.fields} fields at most.`);
  }
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (!/^\w[\w-]*$/.test(name) || name.length > limits.fieldName) {
        return wrong(`"${name.slice(0, limits.fieldName)}" cannot be the name of a field.`);
      }
      const isNumber = typeof value === 'number' && Number.isFinite(value);
      if (typeof value !== 'string' && !isNumber) return wrong(`The field ${name} must be a text.`);
      const asText = String(value);
      if (asText.length > limits.fieldValue) {
        return wrong(`The field ${name} may have ${limits.fieldValue} characters at most.`);
      }
      return [name, asText];
    }),
  );
}

function requiredText(input: Fields, name: string, longest: number): string {
  return text(input, name, longest) ?? wrong(`"${name}" is missing.`);
}

function text(input: Fields, name: string, longest: number): string | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.trim() === '') return wrong(`"${name}" must be a text.`);
  if (value.length > longest) return wrong(`"${name}" may have ${longest} characters at most.`);
  return value;
}

function integer(input: Fields, name: string, largest: number): number | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > largest) {
    return wrong(`"${name}" must be a whole number from 1 to ${largest}.`);
  }
  return value;
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(message: string): never {
  throw new AgentProblem(
    'wrong-input',
    message,
    'Call the tool again with an input of its schema.',
  );
}
