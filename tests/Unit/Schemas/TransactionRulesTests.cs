using Clientele.Schemas;

namespace Clientele.Unit.Schemas;

public sealed class TransactionRulesTests
{
    private const string Invoice = """{ "name": "bill", "type": "string", "group": "invoice", "constraints": { "required": true } }""";
    private const string Product = """{ "name": "thing", "type": "string", "group": "product", "constraints": { "required": true } }""";
    private const string Quantity = """{ "name": "number", "type": "integer", "group": "quantity", "constraints": { "required": true, "minimum": -50 } }""";
    private const string Date = """{ "name": "on", "type": "date", "group": "date", "constraints": { "required": true } }""";
    private const string Price = """{ "name": "each", "type": "number", "group": "price", "constraints": { "required": true } }""";
    private const string Customer = """{ "name": "who", "type": "integer", "role": "id" }""";
    private const string Country = """{ "name": "land", "type": "string", "group": "country" }""";

    private static readonly string[] All = [Invoice, Product, Quantity, Date, Price, Customer, Country];

    [Fact]
    public void A_schema_without_rules_keeps_every_line_that_costs_something()
    {
        TransactionRules rules = Parse("").Transactions.ShouldNotBeNull();

        (rules.MissingCustomer, rules.PriceAbove, rules.Returns, rules.ExactDuplicates, rules.History, rules.Frequency)
            .ShouldBe((MissingCustomer.Invoice, 0, ReturnMark.Sign, ExactDuplicates.Keep, TransactionHistory.Whole, PurchaseFrequency.SinceFirst));
        rules.DropStockCodes.Concat(rules.DropCountries).Concat(rules.DropCustomers).ShouldBeEmpty();
        rules.Fields.ShouldBe(new TransactionFields(0, 1, 2, 3, 4, 5, 6, -1));
        SchemaFile.Parse(BinaryData.FromString("""{ "name": "some", "fields": [ { "name": "a", "type": "string" } ] }"""), "some.json").Transactions.ShouldBeNull();
    }

    [Fact]
    public void Every_rule_is_read()
    {
        TransactionRules rules = Parse("""
            "transactions": { "missingCustomer": "drop", "minimumPrice": { "above": 0.5 }, "dropStockCodes": ["A"], "dropCountries": ["B"], "dropCustomers": ["1"],
              "returns": "prefix", "returnPrefix": "R-", "exactDuplicates": "drop", "history": "append", "frequency": "firstToLast" },
            """).Transactions!;

        (rules.MissingCustomer, rules.PriceAbove, rules.Returns, rules.ReturnPrefix, rules.ExactDuplicates, rules.History, rules.Frequency)
            .ShouldBe((MissingCustomer.Drop, 0.5, ReturnMark.Prefix, "R-", ExactDuplicates.Drop, TransactionHistory.Append, PurchaseFrequency.FirstToLast));
        rules.DropStockCodes.ShouldBe(["A"]);
        rules.DropCountries.ShouldBe(["B"]);
        rules.DropCustomers.ShouldBe(["1"]);
    }

    [Fact]
    public void The_shipped_rules_are_those_of_the_public_projects()
    {
        TransactionRules rules = SchemaCatalog.LoadFolder(Path.Combine(AppContext.BaseDirectory, "schemas")).Find("transactions")!.Transactions!;

        rules.PriceAbove.ShouldBe(0.04);
        rules.DropStockCodes.Count.ShouldBe(12);
        rules.DropCountries.ShouldBe(["European Community", "Unspecified"]);
        rules.DropCustomers.ShouldBe(["16446"]);
        rules.Frequency.ShouldBe(PurchaseFrequency.SinceFirst);
    }

    [Theory]
    [InlineData(""" "missingCustomer": "keep" """, "transactions.missingCustomer is 'keep'; expected invoice or drop")]
    [InlineData(""" "minimumPrice": {} """, "transactions.minimumPrice is above nothing; expected { \"above\": a price }")]
    [InlineData(""" "minimumPrice": { "above": 1, "atLeast": 2 } """, "transactions.minimumPrice is given atLeast")]
    [InlineData(""" "dropStockCodes": ["A", " "] """, "transactions.dropStockCodes[1] is blank; expected a text")]
    [InlineData(""" "dropCountries": [null] """, "transactions.dropCountries[0] is null; expected a text")]
    [InlineData(""" "returns": "both" """, "transactions.returns is 'both'; expected sign or prefix")]
    [InlineData(""" "returnPrefix": "" """, "transactions.returnPrefix is ''; expected 1 to 16 characters")]
    [InlineData(""" "exactDuplicates": "" """, "transactions.exactDuplicates is ''; expected keep or drop")]
    [InlineData(""" "history": "all" """, "transactions.history is 'all'; expected whole or append")]
    [InlineData(""" "frequency": "daily" """, "transactions.frequency is 'daily'; expected sinceFirst or firstToLast")]
    [InlineData(""" "dropCodes": ["A"] """, "transactions.dropCodes is not known; expected missingCustomer")]
    public void A_wrong_rule_is_told_place_found_and_expected(string rule, string message) => Refused($"\"transactions\": {{ {rule} }},", All).ShouldContain(message);

    [Fact]
    public void Rules_belong_to_transactions_alone()
    {
        SchemaFileException wrong = Should.Throw<SchemaFileException>(() => SchemaFile.Parse(
            BinaryData.FromString("""{ "name": "some", "transactions": {}, "fields": [ { "name": "a", "type": "string" } ] }"""), "some.json"));
        wrong.Message.ShouldContain("transactions is given; expected nothing, because the grain is customer");
    }

    [Theory]
    [InlineData(0, "without one of the group invoice; expected exactly one, the number of the invoice")]
    [InlineData(1, "without one of the group product; expected exactly one, the code of the product")]
    [InlineData(2, "without one of the group quantity; expected exactly one, how many units")]
    [InlineData(3, "without one of the group date; expected exactly one, the day of the invoice")]
    [InlineData(4, "without one of the group price; expected exactly one, the price of one unit")]
    [InlineData(5, "0 with the role id; expected exactly one")]
    public void A_column_that_customers_are_made_of_must_be_there(int absent, string message) => Refused("", [.. All.Where((_, i) => i != absent)]).ShouldContain(message);

    [Fact]
    public void A_column_that_lines_are_told_by_must_be_of_use()
    {
        Refused("", [.. All, Invoice.Replace("bill", "bill2", StringComparison.Ordinal)]).ShouldContain("2 of the group invoice; expected one at most");
        Refused("", With(0, Invoice.Replace("true", "false", StringComparison.Ordinal))).ShouldContain("field bill is not required; expected constraints.required true");
        Refused("", With(0, Invoice.Replace("string", "integer", StringComparison.Ordinal))).ShouldContain("field bill is of type integer with the role feature; expected type string");
        Refused("", With(3, Date.Replace("\"date\", \"group\"", "\"string\", \"group\"", StringComparison.Ordinal))).ShouldContain("is of type string with the role feature; expected type date");
        Refused("", With(4, Price.Replace("true", "true, \"maximum\": 1e10", StringComparison.Ordinal))).ShouldContain("field each.constraints is");
    }

    [Fact]
    public void Quantities_and_prices_have_bounds_within_which_their_products_add_up_exactly()
    {
        Schema schema = Parse("");

        (schema.Fields[2].Minimum, schema.Fields[2].Maximum).ShouldBe((-50, 1e9));
        (schema.Fields[4].Minimum, schema.Fields[4].Maximum).ShouldBe((-1e9, 1e9));
    }

    [Fact]
    public void The_fingerprint_follows_every_rule_but_not_the_order_of_lists()
    {
        string[] rules =
        [
            "", """ "missingCustomer": "drop" """, """ "minimumPrice": { "above": 0.1 } """, """ "dropStockCodes": ["A"] """, """ "dropCountries": ["A"] """, """ "dropCustomers": ["A"] """,
            """ "returns": "prefix" """, """ "returns": "prefix", "returnPrefix": "R" """, """ "exactDuplicates": "drop" """, """ "history": "append" """, """ "frequency": "firstToLast" """,
        ];
        string[] prints = [.. rules.Select(rule => Parse($"\"transactions\": {{ {rule} }},").Fingerprint)];

        prints.ShouldBeUnique();
        Parse("").Fingerprint.ShouldBe(prints[0]);
        Parse(""" "transactions": { "dropStockCodes": ["A", "B"] }, """).Fingerprint.ShouldBe(Parse(""" "transactions": { "dropStockCodes": ["B", "A"] }, """).Fingerprint);
    }

    [Fact]
    public void Fingerprints_of_customers_are_what_they_were_before_there_were_rules()
    {
        // Models carry them: SHA-256 of the text that was hashed before, computed by another program.
        SchemaFile.Parse(
            BinaryData.FromString("""{ "name": "some", "fields": [ { "name": "a", "type": "string", "role": "id" }, { "name": "q", "type": "number", "group": "quantity" } ] }"""), "some.json")
            .Fingerprint.ShouldBe("55291bf28a30103d2f1943f037c4c4888cc2c0c6897502cf372ab023cc8bc041");
    }

    private static string[] With(int at, string field) => [.. All[..at], field, .. All[(at + 1)..]];

    private static string Refused(string rules, string[] fields)
    {
        SchemaFileException wrong = Should.Throw<SchemaFileException>(() => Parse(rules, fields));
        wrong.Message.ShouldStartWith("sales.json: ");
        return wrong.Message;
    }

    private static Schema Parse(string rules, params string[] fields) => SchemaFile.Parse(
        BinaryData.FromString($$"""{ "name": "sales", "grain": "transaction", {{rules}} "fields": [ {{string.Join(", ", fields.Length == 0 ? All : fields)}} ] }"""), "sales.json");
}
