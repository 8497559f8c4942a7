// awsQuery (IAM, STS) and ec2Query: the request is a form with an Action, the answer is XML.
import type { Protocol, ServiceModel } from './protocol.ts';
import { readForm } from './query-codec.ts';
import { escapeXml, writeMembers } from './xml-codec.ts';
import type { WireResponse } from './types.ts';

export function queryProtocol(model: ServiceModel, ec2: boolean): Protocol {
  const namespace = model.xmlNamespace ? ` xmlns="${escapeXml(model.xmlNamespace)}"` : '';
  return {
    route: (request, operations) => {
      const action = (request.form ?? request.url.searchParams).get('Action') ?? '';
      return operations.has(action) ? action : undefined;
    },
    // A GET carries the same parameters in its query string; presigned requests do so.
    read: (operation, request) => readForm(operation.input, request.form ?? request.url.searchParams, ec2),
    write: ({ name, output }, value, id) => {
      const members = writeMembers(output, value);
      if (ec2) return xml(200, id, `<${name}Response${namespace}><requestId>${id}</requestId>${members}</${name}Response>`);
      const result = output.kind === 'unit' ? '' : `<${name}Result>${members}</${name}Result>`;
      return xml(200, id, `<${name}Response${namespace}>${result}<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></${name}Response>`);
    },
    writeError: ({ code, message, status, shape, members }, id) => {
      const extra = shape ? writeMembers(shape, members) : '';
      const error = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>${extra}`;
      if (ec2) return xml(status, id, `<Response><Errors><Error>${error}</Error></Errors><RequestID>${id}</RequestID></Response>`);
      const type = status >= 500 ? 'Receiver' : 'Sender';
      return xml(status, id, `<ErrorResponse${namespace}><Error><Type>${type}</Type>${error}</Error><RequestId>${id}</RequestId></ErrorResponse>`);
    },
    faults: { unknownOperation: 'InvalidAction', missingMember: ec2 ? 'MissingParameter' : 'ValidationError', malformed: ec2 ? 'InvalidParameterValue' : 'MalformedInput' },
  };
}

function xml(status: number, requestId: string, body: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml;charset=utf-8', 'x-amzn-requestid': requestId }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}
