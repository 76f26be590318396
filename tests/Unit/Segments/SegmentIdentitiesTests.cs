using System.Text;
using Clientele.Features;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Unit.Segments;

public sealed class SegmentIdentitiesTests
{
    private const string Key = "recommended";

    private static readonly LocalText[] NamesNow = [.. Enumerable.Range(0, 6).Select(cluster => new LocalText($"Now {cluster}", $"Ahora {cluster}", $"Agora {cluster}"))];

    [Fact]
    public void A_first_version_counts_from_1_largest_first_and_has_no_changes()
    {
        TrainingRows rows = Club.Rows(("a", 0, 0, Range(30)), ("b", 20, 0, Range(90)), ("c", 0, 20, Range(60)));

        SegmentIdentified identified = new SegmentIdentities(rows, null).Of(Key, ByPrefix(rows, "abc"), 3);

        identified.Ids.ShouldBe([3, 1, 2]);
        identified.NextId.ShouldBe(4);
        identified.KeptNames.ShouldAllBe(name => name == null);
        identified.ChangesTold(NamesNow[..3]).ShouldBeNull();
    }

    [Fact]
    public void An_added_group_larger_than_any_other_is_new_and_all_others_keep_their_ids()
    {
        PreviousSegments champion = Club.Champion(ThreeBlobs(), 3);
        TrainingRows rows = ThreeBlobs();
        Club.Add(rows, "d", 20, 20, Range(400));

        SegmentIdentified identified = new SegmentIdentities(rows, champion).Of(Key, ByPrefix(rows, "abcd"), 4);

        identified.Ids.ShouldBe([.. IdsBefore(champion, "abc"), 4]);
        identified.NextId.ShouldBe(5);
        identified.KeptNames.Take(3).Select(name => name!.En).ShouldBe(IdsBefore(champion, "abc").Select(id => $"Group {id}"));
        identified.KeptNames[3].ShouldBeNull();
        SegmentChanges changes = identified.ChangesTold(NamesNow[..4])!;
        changes.Before.ShouldBe("v1");
        changes.Kept.ShouldBe([1, 2, 3]);
        changes.New.ShouldBe([4]);
        changes.Gone.ShouldBeEmpty();
        (changes.Shared, changes.Moved).ShouldBe((300, 0));
        changes.Sentences.ShouldBe([new LocalText("'Now 3' is new.", "El segmento 'Ahora 3' es nuevo.", "O segmento 'Agora 3' é novo.")]);
    }

    [Fact]
    public void A_subsample_without_one_shared_id_keeps_the_ids()
    {
        PreviousSegments champion = Club.Champion(ThreeBlobs(), 3);
        TrainingRows all = ThreeBlobs();
        var rows = new TrainingRows(Club.Schema);
        var record = new TypedRecord(Club.Schema);
        for (int row = 0; row < all.Count; row += row % 10 == 6 ? 4 : 1)
        {
            all.CopyTo(row, record);
            record.Numbers[Club.Bought] = 0;
            rows.Add(record, "other-" + all.Ids[row]);
        }

        int[] clusters = [.. rows.Ids.Select(id => "cab".IndexOf(id[6], StringComparison.Ordinal))];
        SegmentIdentified identified = new SegmentIdentities(rows, champion).Of(Key, clusters, 3);

        rows.Count.ShouldBe(210);
        identified.Ids.ShouldBe(IdsBefore(champion, "cab"));
        identified.Changes!.ShouldSatisfyAllConditions(
            changes => changes.Kept.ShouldBe([1, 2, 3]), changes => changes.New.ShouldBeEmpty(), changes => changes.Shared.ShouldBe(0), changes => changes.Moved.ShouldBe(0));
        identified.ChangesTold(NamesNow[..3])!.Sentences.ShouldBeEmpty();
    }

    [Fact]
    public void Customers_in_both_trainings_decide_even_where_their_values_have_changed()
    {
        PreviousSegments champion = Club.Champion(ThreeBlobs(), 3);
        TrainingRows rows = Club.Rows(("a", 20, 0, Range(120)), ("b", 0, 0, Range(100)), ("c", 0, 20, Range(80)));

        new SegmentIdentities(rows, champion).Of(Key, ByPrefix(rows, "abc"), 3).Ids.ShouldBe(IdsBefore(champion, "abc"));
    }

    [Fact]
    public void Fewer_than_50_shared_customers_leave_it_to_the_placement()
    {
        PreviousSegments champion = Club.Champion(ThreeBlobs(), 3);

        // 49 known customers who are elsewhere now, among 251 new ones.
        TrainingRows rows = Club.Rows(("a", 20, 0, Range(49)), ("x", 0, 0, Range(111)), ("y", 20, 0, Range(60)), ("z", 0, 20, Range(80)));
        int[] clusters = [.. rows.Ids.Select(id => id[0] switch { 'x' => 0, 'z' => 2, _ => 1 })];

        SegmentIdentified identified = new SegmentIdentities(rows, champion).Of(Key, clusters, 3);

        identified.Ids.ShouldBe(IdsBefore(champion, "abc"));
        (identified.Changes!.Shared, identified.Changes.Moved).ShouldBe((49, 49));
        identified.ChangesTold(NamesNow[..3])!.Sentences.ShouldHaveSingleItem().En.ShouldBe("49 of the 49 customers in both trainings are in another segment now.");
    }

    [Fact]
    public void A_group_that_falls_in_two_is_a_split_and_its_larger_part_keeps_the_id()
    {
        PreviousSegments champion = Club.Champion(ThreeBlobs(), 3);
        TrainingRows rows = ThreeBlobs();
        int[] clusters = ByPrefix(rows, "abc");
        for (int row = 0; row < rows.Count; row++)
        {
            clusters[row] = rows.Ids[row][0] == 'a' && row % 3 == 0 ? 3 : clusters[row];
        }

        SegmentIdentified identified = new SegmentIdentities(rows, champion).Of(Key, clusters, 4);

        int a = IdsBefore(champion, "a")[0];
        identified.Ids[0].ShouldBe(a);
        identified.Ids[3].ShouldBe(4);
        SegmentChanges changes = identified.ChangesTold([new LocalText("Low", "Bajo", "Baixo"), NamesNow[1], NamesNow[2], new LocalText("Low, wine", "Ingresos", "Vinho")])!;
        changes.Splits.ShouldHaveSingleItem().ShouldSatisfyAllConditions(split => split.One.ShouldBe(a), split => split.Several.ShouldBe([a, 4]));
        changes.Merges.ShouldBeEmpty();
        changes.Moved.ShouldBe(40);
        changes.Sentences.ShouldBe(
        [
            new LocalText($"'Group {a}' was split into 'Low' and 'Low, wine'.", $"'Grupo {a}' se dividió en 'Bajo' e 'Ingresos'.", $"'Turma {a}' foi dividido em 'Baixo' e 'Vinho'."),
            new LocalText(
                "40 of the 300 customers in both trainings are in another segment now.",
                "40 de los 300 clientes de ambos entrenamientos están ahora en otro segmento.",
                "40 dos 300 clientes dos dois treinamentos estão agora em outro segmento."),
        ]);
    }

    [Fact]
    public void Two_groups_in_one_are_a_merger_and_the_id_that_is_gone_is_not_used_again()
    {
        PreviousSegments first = Club.Champion(ThreeBlobs(), 3);
        TrainingRows near = Club.Rows(("a", 0, 0, Range(120)), ("b", 4, 0, Range(100)), ("c", 0, 40, Range(80)));
        int[] ids = IdsBefore(first, "abc");

        SegmentIdentified merged = new SegmentIdentities(near, first).Of(Key, [.. near.Ids.Select(id => id[0] == 'c' ? 1 : 0)], 2);
        merged.Ids.ShouldBe([ids[0], ids[2]]);
        merged.NextId.ShouldBe(4);
        SegmentChanges changes = merged.ChangesTold(NamesNow[..2])!;
        changes.Merges.ShouldHaveSingleItem().ShouldSatisfyAllConditions(merge => merge.One.ShouldBe(ids[0]), merge => merge.Several.ShouldBe(ids[..2].Order()));
        changes.Gone.ShouldBe([ids[1]]);
        changes.Sentences[0].En.ShouldBe($"'Group {ids[..2].Min()}' and 'Group {ids[..2].Max()}' were merged into 'Now 0'.");

        PreviousSegments second = Club.Champion(near, 2, "v2", first);
        SegmentIdentified again = new SegmentIdentities(ThreeBlobs(), second).Of(Key, ByPrefix(ThreeBlobs(), "abc"), 3);
        again.Ids.ShouldBe([ids[0], 4, ids[2]]);
        again.NextId.ShouldBe(5);
    }

    [Fact]
    public void A_group_that_nobody_is_in_any_more_is_gone()
    {
        PreviousSegments champion = Club.Champion(ThreeBlobs(), 3);
        TrainingRows rows = Club.Rows(("a", 0, 0, Range(120)), ("b", 20, 0, Range(100)));

        SegmentIdentified identified = new SegmentIdentities(rows, champion).Of(Key, ByPrefix(rows, "ab"), 2);

        int c = IdsBefore(champion, "c")[0];
        identified.Ids.ShouldBe(IdsBefore(champion, "ab"));
        identified.NextId.ShouldBe(4);
        identified.Changes!.Gone.ShouldBe([c]);
        identified.ChangesTold(NamesNow[..2])!.Sentences.ShouldHaveSingleItem().ShouldBe(
            new LocalText($"'Group {c}' is no longer there.", $"El segmento 'Grupo {c}' ya no existe.", $"O segmento 'Turma {c}' não existe mais."));
    }

    [Fact]
    public void Segments_of_another_schema_are_not_compared_and_the_changes_say_so()
    {
        PreviousSegments champion = Club.Champion(ThreeBlobs(), 3);
        SegmentModel model = champion.Model;
        PreviousSegments other = champion with { Model = new SegmentModel(model.SchemaId, "other", model.AsOf, model.Space, model.Proposals) };
        TrainingRows rows = ThreeBlobs();

        SegmentIdentified identified = new SegmentIdentities(rows, other).Of(Key, ByPrefix(rows, "abc"), 3);

        identified.Ids.ShouldBe([4, 5, 6]);
        identified.KeptNames.ShouldAllBe(name => name == null);
        SegmentChanges changes = identified.ChangesTold(NamesNow[..3])!;
        (changes.Kept.Count, changes.Shared, changes.Moved).ShouldBe((0, 0, 0));
        changes.Gone.ShouldBe([1, 2, 3]);
        changes.Sentences.ShouldHaveSingleItem().En.ShouldBe("The schema has changed since v1: its segments cannot be compared, all of these are new.");
    }

    [Fact]
    public void Clusters_that_do_not_fit_the_rows_and_customers_of_another_model_are_refused()
    {
        TrainingRows rows = ThreeBlobs();
        PreviousSegments champion = Club.Champion(rows, 3);
        var identities = new SegmentIdentities(rows, champion);

        Should.Throw<ArgumentException>(() => identities.Of(Key, [0, 1], 2)).Message.ShouldContain("300 rows and 2 clusters of rows");
        Should.Throw<ArgumentException>(() => identities.Of(Key, new int[300], 2)).Message.ShouldContain("Cluster 1 has no rows");
        Should.Throw<ArgumentException>(() => new SegmentIdentities(rows, champion with { Customers = TrainedCustomers.Of("v1", ["a"]) })).Message.ShouldContain("trained on 300 customers; 1 are given");
    }

    [Fact]
    public void Every_proposal_keeps_its_own_ids_over_a_retrain_on_the_same_customers()
    {
        TrainingRows rows = ThreeBlobs();
        PreviousSegments champion = Club.Champion(rows, 5);

        PreviousSegments again = Club.Champion(rows, 5, "v2", champion);

        again.Model.Proposals.Select(proposal => string.Join(' ', proposal.Segments)).ShouldBe(champion.Model.Proposals.Select(proposal => string.Join(' ', proposal.Segments)));
        again.Model.Proposals.Select(proposal => proposal.NextId).ShouldBe([3, 4, 6]);
    }

    private static TrainingRows ThreeBlobs() => Club.Rows(("a", 0, 0, Range(120)), ("b", 20, 0, Range(100)), ("c", 0, 20, Range(80)));

    private static IEnumerable<int> Range(int count) => Enumerable.Range(0, count);

    private static int[] ByPrefix(TrainingRows rows, string prefixes) => [.. rows.Ids.Select(id => prefixes.IndexOf(id[0], StringComparison.Ordinal))];

    /// <summary>For each prefix the id of the segment that the champion put the first customer into.</summary>
    private static int[] IdsBefore(PreviousSegments champion, string prefixes) =>
        [.. prefixes.Select(prefix => champion.Model.Recommended.Trained[champion.Customers.Find(Encoding.UTF8.GetBytes($"{prefix}0"))])];
}
