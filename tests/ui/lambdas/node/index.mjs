export const handler = async (event) => event;
export const warm = handler;
