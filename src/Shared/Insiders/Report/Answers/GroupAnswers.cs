using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Questions 1 to 3: who, how many, what they are like.</summary>
internal static class GroupAnswers
{
    public static AnswerDraft Who(InsiderReport report)
    {
        ReportCluster[] insiders = [.. report.Clusters.Where(cluster => cluster.Insider)];
        InsiderRules rules = report.Rules.Rules;
        return new AnswerDraft(Sentences, [
            new("precision", new("Members the groups agree on", "Miembros en que coinciden los grupos", "Membros em que os grupos concordam"), rules.Precision, AnswerUnit.Share),
            new("recall", new("Of the insider groups, met by the rules", "De los grupos insider, alcanzados por las reglas", "Dos grupos insider, alcançados pelas regras"), rules.Recall, AnswerUnit.Share),
        ]);

        IEnumerable<string> Sentences(Language language)
        {
            string conditions = RuleTexts.Listed(rules, entering: true, language);
            string names = ReportNumbers.Listed([.. insiders.Select(cluster => $"«{cluster.Name.In(language)}»")], language);
            string precision = ReportNumbers.Percent(rules.Precision, language, 0);
            string recall = ReportNumbers.Percent(rules.Recall, language, 0);
            yield return language.Said(
                $"The customers who meet the rules of the programme: {conditions}.",
                $"Los clientes que cumplen las reglas del programa: {conditions}.",
                $"Os clientes que cumprem as regras do programa: {conditions}.");
            if (insiders.Length > 0)
            {
                yield return language.Said(
                    $"The rules put into words what the groups found: those with the most revenue per customer, {names}. Of whom the rules let in, {precision} are of these groups; of these groups, {recall} are let in.",
                    $"Las reglas ponen en palabras lo que hallaron los grupos: los de más ingresos por cliente, {names}. De quienes admiten, el {precision} es de esos grupos; de esos grupos, admiten al {recall}.",
                    $"As regras põem em palavras o que os grupos mostraram: os de maior receita por cliente, {names}. De quem elas admitem, {precision} são desses grupos; desses grupos, admitem {recall}.");
            }

            yield return language.Said(
                "Each customer's row in the table insiders says whether they are in, why, and what is missing.",
                "La fila de cada cliente en la tabla insiders dice si está dentro, por qué, y qué le falta.",
                "A linha de cada cliente na tabela insiders diz se ele está dentro, por quê, e o que falta.");
        }
    }

    public static AnswerDraft HowMany(InsiderReport report)
    {
        ReportTotals totals = report.Totals;
        var numbers = new List<AnswerNumber>
        {
            new("members", new("Members", "Miembros", "Membros"), totals.Members, AnswerUnit.Count),
            new("customers", new("Customers", "Clientes", "Clientes"), totals.Customers, AnswerUnit.Count),
            new("memberShare", new("Of all customers", "De todos los clientes", "De todos os clientes"), totals.CustomerShare, AnswerUnit.Share),
            new("identifiedMembers", new("Members known by name", "Miembros identificados", "Membros identificados"), totals.IdentifiedMembers, AnswerUnit.Count),
        };
        if (report.Movement is InsiderMovement moved)
        {
            numbers.Add(new("entered", MovementTexts.Entered, moved.Entered, AnswerUnit.Count));
            numbers.Add(new("new", MovementTexts.New, moved.New, AnswerUnit.Count));
            numbers.Add(new("left", MovementTexts.Left, moved.Left, AnswerUnit.Count));
            numbers.Add(new("stayed", MovementTexts.Stayed, moved.Stayed, AnswerUnit.Count));
        }

        return new AnswerDraft(Sentences, numbers);

        IEnumerable<string> Sentences(Language language)
        {
            (string members, string all, string share) = (Count(totals.Members), Count(totals.Customers), ReportNumbers.Percent(totals.CustomerShare, language));
            yield return language.Said(
                $"{members} of {all} customers ({share}).", $"{members} de {all} clientes ({share}).", $"{members} de {all} clientes ({share}).");
            if (totals.IdentifiedMembers < totals.Members)
            {
                string unknown = Count(totals.Members - totals.IdentifiedMembers);
                yield return language.Said(
                    $"{unknown} of them are invoices without a customer, who can't be written to.",
                    $"{unknown} de ellos son facturas sin cliente, a quienes no se puede escribir.",
                    $"{unknown} deles são faturas sem cliente, a quem não se pode escrever.");
            }

            yield return MovementTexts.Sentence(report.Movement, language);

            string Count(int value) => ReportNumbers.Count(value, language);
        }
    }

    public static AnswerDraft Traits(InsiderReport report)
    {
        var numbers = new List<AnswerNumber>();
        foreach (ReportTrait trait in report.Traits)
        {
            LocalText title = PurchaseFeatures.Title(trait.Feature);
            string name = trait.Feature.ToString();
            AnswerUnit unit = trait.Feature is PurchaseFeature.Revenue or PurchaseFeature.Ticket ? AnswerUnit.Money : AnswerUnit.Number;
            numbers.Add(new($"median{name}Members", new($"{title.En}, members", $"{title.Es}, miembros", $"{title.Pt}, membros"), trait.MembersMedian, unit));
            numbers.Add(new($"median{name}Others", new($"{title.En}, others", $"{title.Es}, los demás", $"{title.Pt}, os demais"), trait.OthersMedian, unit));
        }

        return new AnswerDraft(Sentences, numbers);

        IEnumerable<string> Sentences(Language language)
        {
            if (report.Traits.Count == 0)
            {
                yield return language.Said(
                    "There are too few members, or too few others, to tell them apart.",
                    "Hay demasiado pocos miembros, o demasiado pocos de los demás, para distinguirlos.",
                    "Há poucos membros, ou poucos dos demais, para distingui-los.");
                yield break;
            }

            string medians = string.Join("; ", report.Traits.Select(trait => Said(trait, language)));
            yield return language.Said(
                $"A typical member against a typical other customer (medians): {medians}.",
                $"Un miembro típico frente a otro cliente típico (medianas): {medians}.",
                $"Um membro típico diante de outro cliente típico (medianas): {medians}.");
        }
    }

    private static string Said(ReportTrait trait, Language language)
    {
        string title = LocalWording.InSentence(PurchaseFeatures.Title(trait.Feature).In(language));
        string own = ReportNumbers.Of(trait.Feature, trait.MembersMedian, language);
        string others = ReportNumbers.Of(trait.Feature, trait.OthersMedian, language);
        return language.Said($"{title} {own} against {others}", $"{title} {own} frente a {others}", $"{title} {own} contra {others}");
    }
}
