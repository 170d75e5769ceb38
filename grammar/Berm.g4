// The Berm language.
//
// The parser hands `declaration` one declaration at a time: the token stream is cut at the declaration
// keywords first, so that a mistake in one leaves the others alone. What the grammar lets through on
// purpose, for a better message from the tree builder: chained comparisons, quantifiers that are not
// last, repeated clauses.
// Newlines mean nothing. compiler/parse/syntax_kind.def lists every rule and token again; the build
// breaks where the two differ.
grammar Berm;

declaration
  : annotation*
    ( packageDecl | importDecl | paramDecl | letDecl | principalDecl | actionsDecl | hazardDecl | teamDecl | declareDecl
    | ruleDecl | testDecl )
    EOF
  ;

// The inside of `{…}` in a string.
interpolation : expr EOF ;

// ---- names

// What a declaration or a binder may be called, and what a variable may be.
name
  : Ident | Role | User | Account | Ou | Org | Service | Sso | Root | Anyone | Mfa | Tagged | Resource | Subject
  | Replacing | Fail | Warn | Pass | Denied | Proven | Applicable | Violation | Satisfied | Clean | Count | To | Principals
  | Nothing | Else | May
  ;

// After a `.`, and as the name of a field, attribute, annotation or type, any word will do.
word
  : name | Package | Import | Param | Let | Principal | Actions | Hazard | Team | Rule | Declare | Test | Forbid | Require | Cap
  | Confine | Trust | Grant
  | Includes | Calls | Plan | Say | Assume | By | Where | Except | If | Unknown | Accept | With | Unchecked | Plus | MinusWord
  | Within | Unset | Wider | Creates | Updates | Deletes | Replaces | Forgets | Drifts | Of | Has | Grants | On | At | From | For
  | Call | Action | Expect | In | Not | And | Or | Like | Matches | Any | All | No | Null | True | False
  ;

dotted : name (Dot word)* ;

type : word (Less type (Comma type)* Greater)? ;

// ---- declarations

annotation : AtSign word LeftParen annotationValue RightParen ;
annotationValue : literal | word ;

packageDecl : Package dotted ;
importDecl : Import dotted ;
paramDecl : Param name Colon type (Assign value)? ;
letDecl : Let name (Colon type)? Assign value ;
principalDecl : Principal name Assign who ;
actionsDecl : Actions name Assign actionSet ;

hazardDecl : Hazard name LeftBrace (includesClause | callsClause | planClause)* RightBrace ;
includesClause : Includes dotted (Comma dotted)* ;
callsClause : Calls actionItem (callsSeparator actionItem)* where? ;
callsSeparator : Comma | Plus | MinusWord ;
planClause : Plan planVerb? typeList binder (subjectOf | where | exceptReplacing | assume | say)* ;
planVerb : Creates | Updates | Deletes | Replaces | Forgets | Drifts ;
subjectOf : Of typeList binder By operand ;
exceptReplacing : Except Replacing ;
assume : Assume Unset operand Assign value ;
say : Say String ;

teamDecl : Team name LeftBrace teamField* RightBrace ;
teamField : Principals who | name operands ;

// `declare resource T`, `declare data T`
declareDecl : Declare name name LeftBrace (attribute Comma?)* RightBrace ;
attribute : word Colon type ;

ruleDecl : Rule name Colon (For Team binder Colon)? sentence (exceptClause | ifUnknown | acceptWider)* ;
sentence : forbid | require | cap | confine | trust | timedGrant ;
forbid : Forbid actionSet by? where? ;
by : By who ;
require : Require typeList binder where? Colon expr ;
cap : Cap who At grant (And grant)* ;
grant : actionSet (On operands)? ;
// `region`, `network`, `organisation` and `storage` are told from actions by the tree builder.
confine : Confine actionSet by? within? To operands ;
within : Within operands ;
trust : Trust identity (Comma identity)* To Assume who nothingElse? ;
identity : identityKind operand claim* ;
identityKind : Ident | Role | User | Account | Service ;
claim : With Mfa (Within operand)? | From? claimName operand ;
claimName : Ident | Account | Org | Subject ;
nothingElse : Comma Nothing Else May ;
timedGrant : Grant who grant (And grant)* For operand withMfa? ;
withMfa : With Mfa (Within operand)? ;
exceptClause : Except (exceptCalls | exceptResource | exceptSubject | who) ;
exceptCalls : Calls actionSet ;
exceptResource : Resource binder where ;
exceptSubject : Subject binder where ;
ifUnknown : If Unknown (Fail | Warn | Pass) ;
acceptWider : Accept Wider String ;

typeList : typeName (Comma typeName)* ;
// `data.aws_ami` as in Terraform's addresses.
typeName : name (Dot name)? ;
binder : name ;
where : Where LeftBrace expr RightBrace ;

// ---- principals and actions

who : term (Comma term)* ;
term : (principalKind operand | Root | Anyone | principalName) narrowing* ;
principalKind : Role | User | Account | Ou | Org | Service | Sso ;
principalName : (Ident | Principals) (Dot word)* ;
narrowing : With Mfa (Within operand)? | Tagged operand taggedOp operand ;
taggedOp : Equal | NotEqual | Not? In | Not? Like ;

actionSet : actionItem ((Plus | MinusWord) actionItem)* ;
actionItem : ActionName | Glob | actionBraces | Unchecked String | dotted ;
actionBraces : ActionBrace actionPart (Comma actionPart)* Comma? RightBrace ;
actionPart : Ident | Glob | word ;

// ---- tests

testDecl : Test String LeftBrace testStep* RightBrace ;
testStep : (callCase | planCase) expect+ ;
callCase : Call LeftBrace callField* RightBrace ;
callField : Principal who | Action actionSet | name (object | operand) ;
planCase : Plan (String | LeftBrace planned* RightBrace) ;
planned : changeWord typeName String plannedIndex? (In String)? plannedOption* block (From block)? ;
changeWord : name | NoOp | Import ;
plannedOption : name String (Comma String)* ;
plannedIndex : LeftBracket (String | Integer) RightBracket ;
block : LeftBrace (entry Comma?)* RightBrace ;
entry : word (Assign value | block) ;
expect : Expect expectation (Comma expectation)* ;
expectation
  : Denied (By dotted)?
  | Not Denied (By dotted)?
  | Violation dotted (On String)?
  | Not Proven dotted (On String)?
  | Satisfied dotted
  | Clean dotted?
  | Not Applicable dotted
  ;

// ---- values and expressions

// Objects and `unknown` are for tests and parameters; conditions have neither.
value : object | Unknown | expr ;
object : LeftBrace (objectEntry Comma?)* RightBrace ;
objectEntry : (String | word) Assign value ;

operands : operand (Comma operand)* ;
operand : unary ;

expr : conjunction (Or conjunction)* ;
conjunction : negation (And negation)* ;
negation : Not* (comparison | quantifier | has) ;
quantifier : (Any | All | No) binder In coalesce LeftBrace expr RightBrace ;
has : Has some ;
some : typeList binder where? ;
comparison : coalesce (policyGrant | (compareOp coalesce)*) ;
compareOp : Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual | Not? In | Not? Like | Not? Matches ;
policyGrant : Grants (Any | All)? actionSet (On operands)? (To grantee)? ;
grantee : Anyone | Account operand ;
coalesce : unary (Question unary)* ;
unary : Minus* postfix ;
postfix : primary (member | index | Splat)* ;
member : Dot word ;
index : LeftBracket expr RightBracket ;

primary
  : literal
  | call
  | name
  | Principal
  | LeftParen expr RightParen
  | list
  | Unchecked String
  ;

// `count(c in xs { … })` counts the elements that fulfil the condition, `count(T x where { … })` resources.
call : Count LeftParen some RightParen | name LeftParen (expr (LeftBrace expr RightBrace | (Comma expr)* Comma?))? RightParen ;
list : LeftBracket (value (Comma value)* Comma?)? RightBracket ;
literal : Null | True | False | Integer | Float | Duration | String | Regex ;

// ---- words

Package : 'package' ;
Import : 'import' ;
Param : 'param' ;
Let : 'let' ;
Principal : 'principal' ;
Actions : 'actions' ;
Hazard : 'hazard' ;
Team : 'team' ;
Declare : 'declare' ;
Rule : 'rule' ;
Test : 'test' ;
Forbid : 'forbid' ;
Require : 'require' ;
Cap : 'cap' ;
Confine : 'confine' ;
Trust : 'trust' ;
Grant : 'grant' ;
Includes : 'includes' ;
Calls : 'calls' ;
Plan : 'plan' ;
Say : 'say' ;
Assume : 'assume' ;
Unset : 'unset' ;
By : 'by' ;
Where : 'where' ;
Except : 'except' ;
If : 'if' ;
Unknown : 'unknown' ;
Accept : 'accept' ;
Wider : 'wider' ;
With : 'with' ;
Unchecked : 'unchecked' ;
Plus : 'plus' ;
MinusWord : 'minus' ;
Principals : 'principals' ;
Call : 'call' ;
Action : 'action' ;
Expect : 'expect' ;
In : 'in' ;
Not : 'not' ;
And : 'and' ;
Or : 'or' ;
Like : 'like' ;
Matches : 'matches' ;
Any : 'any' ;
All : 'all' ;
No : 'no' ;
Null : 'null' ;
True : 'true' ;
False : 'false' ;
Role : 'role' ;
User : 'user' ;
Account : 'account' ;
Ou : 'ou' ;
Org : 'org' ;
Service : 'service' ;
Sso : 'sso' ;
Root : 'root' ;
Anyone : 'anyone' ;
Mfa : 'mfa' ;
Tagged : 'tagged' ;
Within : 'within' ;
Resource : 'resource' ;
Subject : 'subject' ;
Replacing : 'replacing' ;
Creates : 'creates' ;
Updates : 'updates' ;
Deletes : 'deletes' ;
Replaces : 'replaces' ;
Forgets : 'forgets' ;
Drifts : 'drifts' ;
Fail : 'fail' ;
Warn : 'warn' ;
Pass : 'pass' ;
Denied : 'denied' ;
Proven : 'proven' ;
Applicable : 'applicable' ;
Violation : 'violation' ;
Satisfied : 'satisfied' ;
Clean : 'clean' ;
Count : 'count' ;
On : 'on' ;
At : 'at' ;
From : 'from' ;
For : 'for' ;
Of : 'of' ;
Has : 'has' ;
Grants : 'grants' ;
To : 'to' ;
Nothing : 'nothing' ;
Else : 'else' ;
May : 'may' ;
NoOp : 'no-op' ;

// ---- punctuation

LeftBrace : '{' ;
RightBrace : '}' ;
LeftParen : '(' ;
RightParen : ')' ;
LeftBracket : '[' ;
RightBracket : ']' ;
Splat : '[*]' ;
Comma : ',' ;
Dot : '.' ;
Colon : ':' ;
AtSign : '@' ;
Assign : '=' ;
Equal : '==' ;
NotEqual : '!=' ;
Less : '<' ;
LessEqual : '<=' ;
Greater : '>' ;
GreaterEqual : '>=' ;
Question : '??' ;
Minus : '-' ;

// ---- literals

Duration : Digit+ [smhdw] ;
Integer : Digit+ ;
Float : Digit+ '.' Digit+ ;
String : '"' ('\\' ~[\r\n] | ~["\\\r\n])* '"' ;
Regex : '`' ~[`\r\n]* '`' ;

// `s3:GetObject`, `s3:*`, `execute-api:Invoke`: one word, no space at its colon.
ActionName : ServiceName ':' ([A-Z] | '*') ActionChar* | HyphenName ':' [a-z] ActionChar* ;
// `s3:{`
ActionBrace : ServiceName ':{' ;

Ident : [A-Za-z_] [A-Za-z0-9_]* ;
// `Get*` between the braces of an action set, `*` for every action.
Glob : '*' ActionChar* | [A-Za-z] ActionChar* ;

fragment Digit : [0-9] ;
fragment ActionChar : [A-Za-z0-9*] | '?' [A-Za-z0-9*] ;
// The hyphens are counted so that a long run of them that turns out not to be an action costs no more than
// a few looks at each character.
fragment Part : '-' [A-Za-z0-9]+ ;
fragment ServiceName : [A-Za-z] [A-Za-z0-9]* (Part (Part (Part (Part (Part Part?)?)?)?)?)? ;
fragment HyphenName : [A-Za-z] [A-Za-z0-9]* Part (Part (Part (Part (Part Part?)?)?)?)? ;

Doc : '///' (~[/\r\n] ~[\r\n]*)? ;
Comment : '//' ~[\r\n]* -> skip ;
Space : [ \t\r\n]+ -> skip ;

// ---- mistakes that deserve their own words

BadNumber : Digit+ ('.' Digit+)? [A-Za-z_] [A-Za-z0-9_]* ;
OpenString : '"' ('\\' ~[\r\n] | ~["\\\r\n])* '\\'? ;
OpenRegex : '`' ~[`\r\n]* ;
SingleQuoted : '\'' ('\\' ~[\r\n] | ~['\\\r\n])* '\'' ;
BlockComment : '/*' ;
HashComment : '#' ~[\r\n]* ;
AndAnd : '&&' ;
OrOr : '||' ;
Bang : '!' ;
Stray : . ;
