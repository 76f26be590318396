using System.Globalization;
using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>Changes of segments in words.</summary>
internal static class SegmentChangeSentences
{
    public static LocalText OtherSchema(string version) => new(
        $"The schema has changed since {version}: its segments cannot be compared, all of these are new.",
        $"El esquema cambió desde {version}: sus segmentos no se pueden comparar, todos estos son nuevos.",
        $"O esquema mudou desde {version}: seus segmentos não podem ser comparados, todos estes são novos.");

    /// <param name="before">Names by id.</param>
    /// <param name="now">The same of now.</param>
    public static IReadOnlyList<LocalText> Of(SegmentChanges changes, IReadOnlyDictionary<int, LocalText> before, IReadOnlyDictionary<int, LocalText> now)
    {
        var sentences = new List<LocalText>();
        foreach (SegmentRelation split in changes.Splits)
        {
            (LocalText one, LocalText several) = (Quoted(before[split.One]), Listed(split.Several, now));
            sentences.Add(new LocalText($"{one.En} was split into {several.En}.", $"{one.Es} se dividió en {several.Es}.", $"{one.Pt} foi dividido em {several.Pt}."));
        }

        foreach (SegmentRelation merge in changes.Merges)
        {
            (LocalText one, LocalText several) = (Quoted(now[merge.One]), Listed(merge.Several, before));
            sentences.Add(new LocalText($"{several.En} were merged into {one.En}.", $"{several.Es} se unieron en {one.Es}.", $"{several.Pt} foram unidos em {one.Pt}."));
        }

        // Of parts and mergers it has been said where they come from and went.
        foreach (int id in changes.New.Except(changes.Splits.SelectMany(split => split.Several)).Except(changes.Merges.Select(merge => merge.One)))
        {
            LocalText name = Quoted(now[id]);
            sentences.Add(new LocalText($"{name.En} is new.", $"El segmento {name.Es} es nuevo.", $"O segmento {name.Pt} é novo."));
        }

        foreach (int id in changes.Gone.Except(changes.Merges.SelectMany(merge => merge.Several)).Except(changes.Splits.Select(split => split.One)))
        {
            LocalText name = Quoted(before[id]);
            sentences.Add(new LocalText($"{name.En} is no longer there.", $"El segmento {name.Es} ya no existe.", $"O segmento {name.Pt} não existe mais."));
        }

        if (changes.Moved > 0)
        {
            sentences.Add(Moved(changes.Moved, changes.Shared));
        }

        return sentences;
    }

    private static LocalText Moved(int moved, int shared)
    {
        string all = shared.ToString(CultureInfo.InvariantCulture);
        string some = moved.ToString(CultureInfo.InvariantCulture);
        return moved == 1
            ? new LocalText(
                $"1 of the {all} customers in both trainings is in another segment now.",
                $"1 de los {all} clientes de ambos entrenamientos está ahora en otro segmento.",
                $"1 dos {all} clientes dos dois treinamentos está agora em outro segmento.")
            : new LocalText(
                $"{some} of the {all} customers in both trainings are in another segment now.",
                $"{some} de los {all} clientes de ambos entrenamientos están ahora en otro segmento.",
                $"{some} dos {all} clientes dos dois treinamentos estão agora em outro segmento.");
    }

    private static LocalText Quoted(LocalText name) => LocalText.Of(language => $"'{name.In(language)}'");

    private static LocalText Listed(IReadOnlyList<int> ids, IReadOnlyDictionary<int, LocalText> names) => LocalText.Of(language =>
    {
        string last = names[ids[^1]].In(language);
        string and = language switch
        {
            Language.English => "and",
            Language.Portuguese => "e",
            _ => SpanishAnd(last),
        };
        return $"{string.Join(", ", ids.SkipLast(1).Select(id => $"'{names[id].In(language)}'"))} {and} '{last}'";
    });

    /// <summary>"Vinos e ingresos", but "vinos y hielo".</summary>
    private static string SpanishAnd(string next)
    {
        string sound = next.TrimStart('h', 'H');
        bool isI = sound.Length > 0 && sound[0] is 'i' or 'I' or 'í' or 'Í';
        bool isGlide = sound.Length > 1 && sound.Length < next.Length && sound[1] is 'e' or 'a' or 'o';
        return isI && !isGlide ? "e" : "y";
    }
}
