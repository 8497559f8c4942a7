"""Plays the calls of the given files against a served account with the unmodified boto3 or AWS CLI, and prints what went wrong.

    play.py boto3|aws-cli ENDPOINT CALLS.json...

Credentials and region come from the environment. A call is { "call": "iam:GetUser", "with": {...}, "save": name,
"expect": error code, "region": region }; "${name.path}" is a part of a saved answer, "${code.1}" and "${code.2}" are
the two codes of the MFA device that was made last.
"""
import base64, contextlib, hashlib, hmac, io, json, os, re, struct, sys, tempfile
from datetime import datetime

ENDPOINT = sys.argv[2]
REFERENCE = re.compile(r'\$\{([^}]+)\}')


# Services that botocore names otherwise than IAM and CloudTrail do.
NAMES = {
    'access-analyzer': 'accessanalyzer', 'apigateway': 'apigatewayv2', 'elasticmapreduce': 'emr', 'servicequotas': 'service-quotas', 'ses': 'sesv2', 'sso': 'sso-admin', 'states': 'stepfunctions', 'tag': 'resourcegroupstaggingapi',
}


# Commands of the AWS CLI that are named otherwise than botocore's services.
COMMANDS = {'config': 'configservice', 's3': 's3api'}

# What the CLI does in its own way, or not at all.
CLI_OWN = {'elasticmapreduce:RunJobFlow', 'elasticmapreduce:TerminateJobFlows', 'elasticmapreduce:SetTerminationProtection', 'ssm:StartSession'}

# They speak the Query protocol in clients of 2023: the account takes JSON and CBOR.
QUERY_BEFORE = {'cloudwatch', 'sqs'}


class Unknown(Exception):
    """This version of the client does not have the operation, or not all of its parameters."""


def refuse_older(model, operation):
    if operation not in model.operation_names or (model.service_name in QUERY_BEFORE and model.metadata['protocol'] == 'query'):
        raise Unknown()


def is_older(message):
    return 'Unknown parameter in ' in message


class Refused(Exception):
    """AWS answered with an error."""
    def __init__(self, code, message):
        super().__init__(f'{code}: {message}')
        self.code = code


class Boto3:
    def __init__(self):
        import boto3
        self.version = f'boto3 {boto3.__version__}'
        self.session = boto3.session.Session()

    def call(self, service, operation, given, region):
        from botocore import xform_name
        from botocore.exceptions import ClientError, ParamValidationError
        service = NAMES.get(service, service)
        if service not in self.session.get_available_services():
            raise Unknown()
        client = self.session.client(service, endpoint_url=ENDPOINT, region_name=region)
        refuse_older(client.meta.service_model, operation)
        try:
            return getattr(client, xform_name(operation))(**given)
        except ClientError as error:
            raise Refused(error.response['Error']['Code'], str(error)) from None
        except ParamValidationError as error:
            raise Unknown() if is_older(str(error)) else error from None


class AwsCli:
    """The CLI's own driver, called in this process: starting it for every call would take minutes."""
    SEED_FILE = os.path.join(tempfile.mkdtemp(), 'seed')

    def __init__(self):
        import awscli
        self.renew()
        self.version = f'aws-cli {awscli.__version__}'
        self.major = int(awscli.__version__.split('.')[0])

    def renew(self):
        from awscli.clidriver import create_clidriver
        self.driver = create_clidriver()

    def call(self, service, operation, given, region):
        from botocore import xform_name
        if f'{service}:{operation}' in CLI_OWN:
            raise Unknown()
        service = NAMES.get(service, service)
        try:
            model = self.driver.session.get_service_model(service)
        except Exception as error:
            raise Unknown() from error
        refuse_older(model, operation)
        if operation == 'ImportKeyPair' and self.major >= 2:  # version 2 takes binary values as base64
            given = {**given, 'PublicKeyMaterial': base64.b64encode(given['PublicKeyMaterial'].encode()).decode()}
        # Commands of the CLI's own take no JSON, and write the seed, the object or the code to a file.
        own = {
            'CreateVirtualMFADevice': lambda: ['--virtual-mfa-device-name', given['VirtualMFADeviceName'], '--outfile', self.SEED_FILE, '--bootstrap-method', 'Base32StringSeed'],
            'GetObject': lambda: ['--bucket', given['Bucket'], '--key', given['Key'], os.devnull],
            **({'GetFunction': lambda: ['--name', given['Name'], os.devnull]} if service == 'cloudfront' else {}),
        }.get(operation, list)()
        arguments = [COMMANDS.get(service, service), xform_name(operation, '-'), *(own or ['--cli-input-json', json.dumps(given)]), '--endpoint-url', ENDPOINT, '--region', region, '--output', 'json']
        out, err = io.TextIOWrapper(io.BytesIO(), 'utf-8'), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            exit_code = self.driver.main(arguments)
        if operation.startswith('Modify'):
            self.renew()  # some of these leave handlers behind that break the next command in the same process
        out.flush()
        if exit_code and is_older(err.getvalue()):
            raise Unknown()
        if exit_code:
            code = re.search(r'\((\w[\w.]*)\) when calling', err.getvalue())
            raise Refused(code.group(1) if code else f'exit {exit_code}', err.getvalue().strip())
        text = out.buffer.getvalue().decode()
        answer = json.loads(text) if text.strip() else {}
        if operation == 'CreateVirtualMFADevice':
            with open(self.SEED_FILE, encoding='utf-8') as file:
                answer['VirtualMFADevice']['Base32StringSeed'] = file.read()
        return answer


def at(answer, path):
    for part in path:
        answer = answer[int(part)] if isinstance(answer, list) else answer[part]
    return answer


def fill(value, saved):
    if isinstance(value, dict):
        return {key: fill(one, saved) for key, one in value.items()}
    if isinstance(value, list):
        return [fill(one, saved) for one in value]
    if isinstance(value, str):
        return REFERENCE.sub(lambda match: reference(match.group(1), saved), value)
    return value


def reference(path, saved):
    name, *rest = path.split('.')
    if name == 'code':
        return code(saved['mfa']['VirtualMFADevice']['Base32StringSeed'], server_time(saved), int(rest[0]) - 1)
    return str(at(saved[name], rest))


def server_time(saved):
    """The account's clock runs from the scenario's day: the user of the device was made a moment ago."""
    created = saved['user']['User']['CreateDate']
    return datetime.fromisoformat(created) if isinstance(created, str) else created


def code(seed, when, later):
    counter = struct.pack('>Q', int(when.timestamp()) // 30 + later)
    mac = hmac.new(base64.b32decode(seed), counter, hashlib.sha1).digest()
    offset = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[offset:offset + 4])[0] & 0x7fffffff) % 10 ** 6:06d}"


def play(client, one, saved):
    service, operation = one['call'].split(':')
    if any(match.split('.')[0] in saved['not known'] for match in REFERENCE.findall(json.dumps(one))):
        raise Unknown()
    answer = client.call(service, operation, fill(one.get('with', {}), saved), one.get('region', os.environ['AWS_DEFAULT_REGION']))
    if 'save' in one:
        saved[one['save']] = answer
        saved['not known'].discard(one['save'])


def main():
    client = {'boto3': Boto3, 'aws-cli': AwsCli}[sys.argv[1]]()
    saved, unknown, failures, played = {'not known': set()}, [], [], 0
    for name in sys.argv[3:]:
        with open(name, encoding='utf-8') as file:
            calls = json.load(file)
        for one in calls:
            expected = one.get('expect')
            try:
                play(client, one, saved)
                if expected:
                    failures.append(f"{one['call']} succeeded; {expected} was expected")
            except Unknown:
                unknown.append(one['call'])
                # Nor do the calls make sense that take up its answer.
                saved['not known'].add(one.get('save'))
                continue
            except Refused as refusal:
                if refusal.code != expected:
                    failures.append(f"{one['call']}: {refusal}")
            except Exception as error:
                failures.append(f"{one['call']}: {type(error).__name__}: {error}")
            played += 1
    print(json.dumps({'client': client.version, 'played': played, 'unknown': sorted(set(unknown)), 'failures': failures}))


main()
