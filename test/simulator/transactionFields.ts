import type { TransactionFacts } from './catalogue.ts';
import { textOf, type ServerState } from './serverState.ts';

type Input = Readonly<Record<string, unknown>>;

/**
 * Fields of a successful TR answer with their published names. Three TRs have example values; the others echo
 * the request and leave the remaining fields empty, with one row per list.
 */
export function transactionFields(
  facts: TransactionFacts,
  input: Input,
  state: ServerState,
  accountNumber: string,
): object {
  switch (facts.id) {
    case 'ka00001':
      return { acctNo: accountNumber };
    case 'ka10001':
      return stockInfo(textOf(input['stk_cd']));
    case 'kt10000':
      return {
        ord_no: String(state.nextOrderNumber()).padStart(7, '0'),
        dmst_stex_tp: input['dmst_stex_tp'],
      };
    default:
      return emptyFields(facts, input);
  }
}

function emptyFields({ response, lists }: TransactionFacts, input: Input): object {
  const valueOf = (name: string): unknown => {
    const row = lists[name];
    return row === undefined
      ? (input[name] ?? '')
      : [Object.fromEntries(row.map((field) => [field, '']))];
  };
  return Object.fromEntries(response.map((name) => [name, valueOf(name)]));
}

const stockNames: Readonly<Record<string, string>> = {
  '000660': 'SK하이닉스',
  '005930': '삼성전자',
  '035420': 'NAVER',
  '039490': '키움증권',
};

/** Numbers are text, and the sign of a price shows its direction, as in the guide. */
function stockInfo(code: string): object {
  const [plainCode = code] = code.split('_');
  return {
    stk_cd: code,
    stk_nm: stockNames[plainCode] ?? '시험종목',
    setl_mm: '12',
    fav: '100',
    cap: '7780',
    flo_stk: '5919638',
    crd_rt: '+0.12',
    oyr_hgst: '+88800',
    oyr_lwst: '-49900',
    mac: '3403792',
    mac_wght: '',
    for_exh_rt: '51.74',
    repl_pric: '45990',
    per: '12.10',
    eps: '4950',
    roe: '9.0',
    pbr: '1.01',
    ev: '3.52',
    bps: '57930',
    sale_amt: '3008709',
    bus_pro: '327260',
    cup_nga: '344514',
    '250hgst': '+88800',
    '250lwst': '-49900',
    high_pric: '+60400',
    open_pric: '-59000',
    low_pric: '-58800',
    upl_pric: '+77400',
    lst_pric: '-41800',
    base_pric: '59600',
    exp_cntr_pric: '-0',
    exp_cntr_qty: '0',
    '250hgst_pric_dt': '20240709',
    '250hgst_pric_pre_rt': '-32.55',
    '250lwst_pric_dt': '20241114',
    '250lwst_pric_pre_rt': '+20.04',
    cur_prc: '+59900',
    pre_sig: '2',
    pred_pre: '+300',
    flu_rt: '+0.50',
    trde_qty: '13734276',
    trde_pre: '-12.30',
    fav_unit: '원',
    dstr_stk: '4455000',
    dstr_rt: '75.3',
  };
}
