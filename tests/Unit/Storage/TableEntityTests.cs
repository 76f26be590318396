using Azure.Data.Tables;

namespace Clientele.Tests.Storage;

public sealed class TableEntityTests
{
    [Fact]
    public void It_behaves_like_a_dictionary_of_columns()
    {
        var entity = new TableEntity("p", "r", 1);
        for (int i = 0; i < 300; i++)
        {
            entity.Add($"Column{i}", i);
        }

        entity.Count.ShouldBe(302);
        for (int i = 0; i < 300; i++)
        {
            entity.GetInt32($"Column{i}").ShouldBe(i);
        }

        entity["Column7"] = "text";
        entity.GetString("Column7").ShouldBe("text");
        entity.Remove("Column8").ShouldBeTrue();
        entity.Remove("Column8").ShouldBeFalse();
        entity.ContainsKey("Column8").ShouldBeFalse();
        entity["Column8"].ShouldBeNull();
        entity.TryGetValue("Column9", out object? nine).ShouldBeTrue();
        nine.ShouldBe(9);
        Should.Throw<ArgumentException>(() => entity.Add("Column9", 1));
        entity.Keys.Take(4).ShouldBe(["PartitionKey", "RowKey", "Column0", "Column1"]);
    }

    [Fact]
    public void A_copy_does_not_change_with_the_original()
    {
        var entity = new TableEntity("p", "r") { ["A"] = 1 };
        var copy = new TableEntity(entity);
        entity["A"] = 2;
        entity["B"] = 2;

        copy.GetInt32("A").ShouldBe(1);
        copy.ContainsKey("B").ShouldBeFalse();
        copy["C"] = 3;
        entity.ContainsKey("C").ShouldBeFalse();
        new TableEntity(new Dictionary<string, object> { ["PartitionKey"] = "p", ["A"] = 1 }).PartitionKey.ShouldBe("p");
    }

    [Fact]
    public void A_column_of_another_type_is_an_error_and_an_absent_one_is_null()
    {
        var entity = new TableEntity("p", "r") { ["Text"] = "x", ["Whole"] = 3 };

        Should.Throw<InvalidOperationException>(() => entity.GetInt32("Text")).Message.ShouldContain("Text");
        entity.GetInt32("Absent").ShouldBeNull();
        entity.GetString("Absent").ShouldBeNull();
        entity.GetDouble("Whole").ShouldBe(3.0);
        entity.GetInt64("Whole").ShouldBe(3L);
    }

    [Fact]
    public void Names_that_look_alike_are_told_apart()
    {
        string[] names = ["ab", "ba", "aab", "aba", "baa", "", "a", "b"];
        var entity = new TableEntity();
        foreach (string name in names)
        {
            entity[name] = name;
        }

        names.ShouldAllBe(name => entity.GetString(name) == name);
        entity.Count.ShouldBe(names.Length);
    }
}
