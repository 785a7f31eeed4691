export const toolNames = [
  'kiwoom_find_tr',
  'kiwoom_describe_tr',
  'kiwoom_call_tr',
  'kiwoom_token_state',
] as const;

export type ToolName = (typeof toolNames)[number];

/** The subset of JSON Schema that these inputs need. */
export interface InputSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly required?: string[];
  readonly additionalProperties: false;
}

export interface ToolDefinition {
  readonly name: ToolName;
  /** Tells a model when to use the tool. */
  readonly description: string;
  readonly inputSchema: InputSchema;
}

export const limits = {
  query: 200,
  results: 20,
  usualResults: 5,
  rows: 200,
  usualRows: 50,
  fields: 40,
  fieldName: 40,
  fieldValue: 200,
  nextKey: 500,
} as const;

const trId = {
  type: 'string',
  maxLength: 20,
  description: 'Id of a TR exactly as kiwoom_find_tr gives it, such as ka10001.',
};

/** package.json repeats these for VS Code; a test keeps both equal. */
export const toolDefinitions: readonly ToolDefinition[] = [
  {
    name: 'kiwoom_find_tr',
    description:
      'Finds calls (TRs) of the Kiwoom Securities REST API for Korean and US stocks: prices, charts, order books, rankings, account balances, holdings, order history. Takes a question or a few words in Korean or English and returns id, Korean name, group and kind of the TRs that fit, best first. Start here when you do not know the id of a TR. Works offline and changes nothing.',
    inputSchema: {
      type: 'object',
      properties: {
        query: {
          type: 'string',
          maxLength: limits.query,
          description:
            'What is wanted, in Korean or English: "일봉 차트", "order book", "내 계좌 잔고", or a TR id.',
        },
        limit: {
          type: 'integer',
          minimum: 1,
          maximum: limits.results,
          default: limits.usualResults,
          description: 'How many TRs to return.',
        },
      },
      required: ['query'],
      additionalProperties: false,
    },
  },
  {
    name: 'kiwoom_describe_tr',
    description:
      'Describes one TR of the Kiwoom REST API: its request fields (Korean meaning, whether required, length, format, allowed codes) and the fields of its reply. Use it before kiwoom_call_tr to learn which fields to send. Works offline and changes nothing.',
    inputSchema: {
      type: 'object',
      properties: { tr: trId },
      required: ['tr'],
      additionalProperties: false,
    },
  },
  {
    name: 'kiwoom_call_tr',
    description:
      'Calls one read-only TR of the Kiwoom REST API with an account of the user and returns the reply with the Korean meaning of each field. The access token is added by the extension and is never shown. Orders are refused unless the user allows them in the settings, and then the user is asked about each one. A leading + or - of a price is its direction against the previous day, not part of the price. Lists are cut: "left_out" says what is missing, "next_page" how to get the next page.',
    inputSchema: {
      type: 'object',
      properties: {
        tr: trId,
        fields: {
          type: 'object',
          description:
            'The request fields by their names as kiwoom_describe_tr gives them; all values are strings, such as {"stk_cd": "005930"}.',
          additionalProperties: { type: 'string', maxLength: limits.fieldValue },
          default: {},
        },
        account: {
          type: 'string',
          maxLength: 100,
          description:
            'Label of the account as kiwoom_token_state lists it. May be left out if only one account is open to agents.',
        },
        environment: {
          type: 'string',
          enum: ['mock', 'real'],
          description:
            'mock is paper trading, real is real money. Tells two accounts with the same label apart.',
        },
        next_key: {
          type: 'string',
          maxLength: limits.nextKey,
          description:
            'next_key of the earlier result, to get the page after it; the other inputs stay as they were.',
        },
        first_row: {
          type: 'integer',
          minimum: 1,
          default: 1,
          description: 'The first row of each list to return, to see rows that were left out.',
        },
        max_rows: {
          type: 'integer',
          minimum: 1,
          maximum: limits.rows,
          default: limits.usualRows,
          description: 'How many rows of each list to return.',
        },
      },
      required: ['tr'],
      additionalProperties: false,
    },
  },
  {
    name: 'kiwoom_token_state',
    description:
      'Lists the Kiwoom accounts that are open to agents: label, environment (mock is paper trading, real is real money), whether it has a valid access token and for how many more minutes. Never returns a token or a key. Use it to learn which accounts there are and which one a call would use.',
    inputSchema: { type: 'object', properties: {}, additionalProperties: false },
  },
];
