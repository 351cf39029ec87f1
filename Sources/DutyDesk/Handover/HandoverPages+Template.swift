import Foundation

extension HandoverPages {
    private static var attributes: String {
        FormFrame.attributes.replacing("class=\"entry\"", with: "class=\"entry handover\"")
    }

    static var html: String {
        """
        {{#frame}}\(FormFrame.strip){{/frame}}<h2>{{title}} <span class="soft">{{article}}</span> <span class="{{stateStyle}}">{{state}}</span> <span class="{{deliveredStyle}}">{{delivered}}</span>{{#isKnown}} <a href="{{printPath}}">{{print}}</a> <a href="{{recordPath}}">{{recordText}}</a>{{/isKnown}}</h2>
        {{#isSaved}}<p class="done" role="status">{{saved}}</p>{{/isSaved}}
        {{#switch}}<form class="done" method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}">{{about}} <button>{{text}}</button></form>{{/switch}}
        {{#isWrong}}<div class="notice badly" role="alert"><b>{{notSaved}}</b><ul>{{#errors}}<li>{{.}}</li>{{/errors}}</ul></div>{{/isWrong}}
        {{#hasConflicts}}<p class="notice badly">{{conflicts}}</p>{{/hasConflicts}}
        {{#hasUnfinished}}<section class="notice"><b>{{unfinishedTitle}}</b><ul class="plain">{{#unfinished}}<li><a href="{{path}}"><span class="n">{{at}}</span> {{who}}</a> <span class="{{style}}">{{state}}</span></li>{{/unfinished}}</ul></section>{{/hasUnfinished}}
        <section class="card"><h2>{{factsTitle}}</h2><dl class="facts">{{#facts}}<dt>{{label}}</dt><dd class="{{style}}">{{value}}</dd>{{/facts}}</dl>
        {{#owesZero}}<form method="post" action="/zero-report"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{zeroID}}"><input type="hidden" name="to" value="{{back}}"><button class="quiet">{{zeroText}}</button></form>{{/owesZero}}</section>
        <form {{#isOpen}}{{#frame}}\(attributes){{/frame}}{{/isOpen}}{{^isOpen}}class="entry handover"{{/isOpen}} method="post" action="/handover"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}">
        {{#isOpen}}<input type="hidden" name="page" value="handover"><input type="hidden" name="handover" value="{{id}}">{{#frame}}\(FormFrame.hidden){{/frame}}{{/isOpen}}
        <section class="card full"><h2>{{itemsTitle}}</h2>{{#itemsNote}}<p class="soft">{{.}}</p>{{/itemsNote}}{{#noItems}}<p>{{.}}</p>{{/noItems}}
        <ol class="items">{{#items}}<li><input type="hidden" name="key-{{place}}" value="{{key}}"><span class="matter">{{text}}</span>{{#path}} <a href="{{.}}" aria-label="{{text}}">→</a>{{/path}}
        {{#mayAct}}<div class="acts" role="radiogroup" aria-label="{{number}}">{{#acts}}<label><input type="radio" name="act-{{place}}" value="{{word}}" {{checked}}>{{text}}</label>{{/acts}}<label class="note">{{noteLabel}} <input name="note-{{place}}" value="{{note}}" maxlength="500"></label></div>{{/mayAct}}
        {{^mayAct}}{{#done}}<div><b class="{{style}}">{{act}}</b> <span class="soft">{{by}}</span> {{note}}</div>{{/done}}{{#isLeft}}<div class="bad">{{.}}</div>{{/isLeft}}{{/mayAct}}</li>{{/items}}</ol>
        {{#hasNew}}<p class="warn">{{newTitle}}</p><ul class="plain">{{#new}}<li>{{text}}{{#path}} <a href="{{.}}">→</a>{{/path}}</li>{{/new}}</ul>{{/hasNew}}
        {{#isEditable}}<p><label for="others">{{othersLabel}}</label><textarea id="others" name="others">{{others}}</textarea></p>{{/isEditable}}</section>
        {{#isEditable}}<section class="card full"><h2>{{reviewTitle}}</h2><fieldset class="acts"><legend>{{testLabel}}</legend>{{#tests}}<label><input type="radio" name="phoneTest" value="{{word}}" {{checked}}>{{text}}</label>{{/tests}}</fieldset>
        <div class="entry">{{#lines}}<p>{{#was}}<textarea hidden name="was-{{name}}">{{.}}</textarea>{{/was}}<label for="{{name}}">{{label}}</label>{{#isArea}}<textarea id="{{name}}" name="{{name}}">{{value}}</textarea>{{/isArea}}{{#isLine}}<input id="{{name}}" name="{{name}}" value="{{value}}">{{/isLine}}</p>{{/lines}}</div></section>{{/isEditable}}
        <section class="card full"><h2>{{signTitle}}</h2>{{#isOpen}}<p class="soft">{{signNote}}</p>{{/isOpen}}
        <div class="entry sides">{{#sides}}<div><p>{{#isChosen}}<b>{{label}}</b> {{name}}{{/isChosen}}{{^isChosen}}<label for="{{side}}">{{label}}</label><select id="{{side}}" name="{{side}}" class="{{wrong}}"><option value="">{{choose}}</option>{{#persons}}<option value="{{id}}" {{selected}}>{{text}}</option>{{/persons}}</select>{{/isChosen}} <span class="{{signedStyle}}">{{signed}}</span></p>
        {{#isOpen}}<p><label for="{{side}}Password">{{passwordLabel}}</label><input id="{{side}}Password" name="{{side}}Password" type="password" autocomplete="off" class="{{wrong}}"></p>{{/isOpen}}</div>{{/sides}}</div>
        {{#isOpen}}{{#frame}}\(FormFrame.losses){{/frame}}<p><button>{{save}} <kbd>Ctrl+Enter</kbd></button> {{#frame}}\(FormFrame.kept){{/frame}}</p>{{/isOpen}}</section></form>
        {{#hasPast}}<h2>{{pastTitle}} <a href="{{allPath}}">{{all}}</a></h2><div class="wide"><table><tbody>{{#past}}<tr><td class="n"><a href="{{path}}">{{at}}</a></td><td>{{who}}</td><td class="{{style}}">{{state}}</td><td class="warn">{{phone}}</td></tr>{{/past}}</tbody></table></div>{{/hasPast}}
        """
    }
}
