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


class Unknown(Exception):
    """This version of the client does not have the operation."""


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
        from botocore.exceptions import ClientError
        service = NAMES.get(service, service)
        if service not in self.session.get_available_services():
            raise Unknown()
        client = self.session.client(service, endpoint_url=ENDPOINT, region_name=region)
        if operation not in client.meta.service_model.operation_names:
            raise Unknown()
        try:
            return getattr(client, xform_name(operation))(**given)
        except ClientError as error:
            raise Refused(error.response['Error']['Code'], str(error)) from None


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
        service = NAMES.get(service, service)
        try:
            known = self.driver.session.get_service_model(service).operation_names
        except Exception as error:
            raise Unknown() from error
        if operation not in known:
            raise Unknown()
        if operation == 'ImportKeyPair' and self.major >= 2:  # version 2 takes binary values as base64
            given = {**given, 'PublicKeyMaterial': base64.b64encode(given['PublicKeyMaterial'].encode()).decode()}
        # One command of the CLI's own takes no JSON, and writes the seed to a file.
        own = ['--virtual-mfa-device-name', given['VirtualMFADeviceName'], '--outfile', self.SEED_FILE, '--bootstrap-method', 'Base32StringSeed'] if operation == 'CreateVirtualMFADevice' else []
        arguments = [service, xform_name(operation, '-'), *(own or ['--cli-input-json', json.dumps(given)]), '--endpoint-url', ENDPOINT, '--region', region, '--output', 'json']
        out, err = io.TextIOWrapper(io.BytesIO(), 'utf-8'), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            exit_code = self.driver.main(arguments)
        if operation.startswith('Modify'):
            self.renew()  # some of these leave handlers behind that break the next command in the same process
        out.flush()
        if exit_code:
            code = re.search(r'\((\w[\w.]*)\) when calling', err.getvalue())
            raise Refused(code.group(1) if code else f'exit {exit_code}', err.getvalue().strip())
        text = out.buffer.getvalue().decode()
        answer = json.loads(text) if text.strip() else {}
        if own:
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
    answer = client.call(service, operation, fill(one.get('with', {}), saved), one.get('region', os.environ['AWS_DEFAULT_REGION']))
    if 'save' in one:
        saved[one['save']] = answer


def main():
    client = {'boto3': Boto3, 'aws-cli': AwsCli}[sys.argv[1]]()
    saved, unknown, failures, played = {}, [], [], 0
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
                continue
            except Refused as refusal:
                if refusal.code != expected:
                    failures.append(f"{one['call']}: {refusal}")
            except Exception as error:
                failures.append(f"{one['call']}: {type(error).__name__}: {error}")
            played += 1
    print(json.dumps({'client': client.version, 'played': played, 'unknown': sorted(set(unknown)), 'failures': failures}))


main()
