import { z } from 'zod';
import type { JsonObject } from '../lib/json.ts';

/** An object that came out of JSON text: its values are JSON because the text was. */
export const jsonObjectSchema = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object',
);
