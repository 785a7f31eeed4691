/** Where agents find their tools at the gateway. */
export const agentPath = '/mcp';
