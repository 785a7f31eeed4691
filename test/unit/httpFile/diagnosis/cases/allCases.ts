import type { DiagnosticCode } from '../../../../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { authorizationCases } from './authorizationCases.ts';
import { bodyCases } from './bodyCases.ts';
import { clientCases } from './clientCases.ts';
import { destinationCases } from './destinationCases.ts';
import type { Cases } from './given.ts';
import { secretCases } from './secretCases.ts';
import { trCases } from './trCases.ts';

/**
 * Every code is here, so none can come without a case that fires and one that does not; what is said while the
 * gateway runs has a file of its own.
 */
export const allCases: Record<Exclude<DiagnosticCode, 'pass-past-gateway'>, Cases> = {
  ...secretCases,
  ...destinationCases,
  ...trCases,
  ...authorizationCases,
  ...bodyCases,
  ...clientCases,
};
