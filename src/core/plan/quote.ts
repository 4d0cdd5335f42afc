/** A name as strangers wrote it, for a message: cut, and without line breaks. */
export const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
