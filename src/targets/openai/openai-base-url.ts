/** Where requests go when no base URL is configured. */
export const OPENAI_BASE_URL = 'https://api.openai.com/v1';
